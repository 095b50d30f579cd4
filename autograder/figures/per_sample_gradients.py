"""Lesson 07's figures, each with its text alternative, drawn from numbers that the lesson computed.

samples  the matrix of per-sample gradients, with its mean as one more row: the batch's gradient
clipped  how long the samples' gradients are, a bound on them, and how far clipping turns their mean
kernels  the tangent kernel of a net on a line of inputs, before and after training
noise    the gradient noise scale while a net trains, and the loss
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate

import torch
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter
from torch import Tensor

from autograder.figures.drawing import BLUE, ORANGE, PURPLE, SOFT, array, blank, heat
from autograder.figures.picture import INK, in_our_style

_GRID = "#dddad2"


@in_our_style
def samples(grads: Mapping[str, Tensor]) -> tuple[Figure, str]:
    """Draw name → (B, *shape) as one matrix, a row a sample, and below it the mean of the rows."""
    parts = {name: each.reshape(len(each), -1).detach() for name, each in grads.items()}
    ends = list(accumulate(part.shape[1] for part in parts.values()))
    rows = [array(part) for part in parts.values()]
    b, p = len(rows[0]), ends[-1]
    fig = blank(8.6, 3.9)
    limit = max(float(abs(part).max()) for part in rows)
    above, below = fig.add_axes((0.09, 0.3, 0.89, 0.57)), fig.add_axes((0.09, 0.1, 0.89, 0.11))
    joined = torch.cat(list(parts.values()), dim=1)
    for axes, matrix in ((above, joined), (below, joined.mean(0, keepdim=True))):
        heat(axes, matrix, limit, aspect="auto")
        for end in ends[:-1]:
            axes.axvline(end - 0.5, color=SOFT, linewidth=1.1)
    above.set_ylabel(f"{b} samples")
    below.set_ylabel("mean", rotation=0, ha="right", va="center")
    for name, start, end in zip(parts, [0, *ends], ends, strict=False):
        if end - start > p / 12:
            above.text((start + end) / 2 - 0.5, -1.2, name, ha="center", va="bottom", color=INK, fontsize=10.5)
    longest, mean = float(joined.norm(dim=1).max()), float(joined.mean(0).norm())
    return fig, (
        f"A matrix of {b} rows and {p} columns: each sample's own gradient, its columns ruled between"
        f" {', '.join(parts)}. Below it the mean of the rows, which is the batch's gradient. The longest row has norm"
        f" {longest:.2f}, the mean {mean:.2f}."
    )


@in_our_style
def clipped(norms: Tensor, bound: float, angle: float, length: float) -> tuple[Figure, str]:
    """Draw the samples' norms (B,) as a histogram with a bound; the clipped mean's angle to the plain one, in degrees.

    `length` is the norm of the clipped mean.
    """
    values = array(norms)
    cut = int((values > bound).sum())
    fig = blank(8.2, 3.3)
    axes = fig.add_axes((0.08, 0.17, 0.6, 0.78))
    _, edges, bars = axes.hist(values, bins=24, range=(0, float(values.max()) * 1.02), color=BLUE)
    for bar, edge in zip(bars, edges, strict=False):  # type: ignore[arg-type]  # a container of patches
        bar.set_facecolor(ORANGE if edge >= bound else BLUE)
    axes.axvline(bound, color=INK, linewidth=1.6, linestyle="--")
    axes.set(xlabel="norm of a sample's gradient", ylabel="samples")
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    words = (f"bound {bound:.2f}", f"{cut} of {len(values)} cut", f"mean: norm {length:.3f}", f"turned by {angle:.0f}°")
    for line, text in enumerate(words):
        fig.text(0.72, 0.82 - 0.16 * line, text, color=INK, fontsize=13)
    return fig, (
        f"A histogram of {len(values)} samples' gradient norms, up to {float(values.max()):.2f}, with a bound at"
        f" {bound:.2f}: {cut} are cut. The mean of the clipped ones has norm {length:.3f} and is turned by {angle:.0f}"
        " degrees from the plain mean."
    )


@in_our_style
def kernels(named: Mapping[str, Tensor], line: Tensor) -> tuple[Figure, str]:
    """Draw kernels (B, B) of inputs on a line (B,) side by side, each in its own scale, and a row of each."""
    fig = blank(8.6, 3.6)
    inputs, at, told = array(line), len(line) // 4, []
    grid = fig.add_gridspec(1, len(named), wspace=0.12, left=0.03, right=0.57, top=0.9, bottom=0.08)
    beside = fig.add_axes((0.69, 0.16, 0.29, 0.74))
    for place, (name, kernel) in enumerate(named.items()):
        axes = fig.add_subplot(grid[0, place])
        heat(axes, kernel, float(kernel.abs().max()))
        axes.axhline(at, color=INK, linewidth=1.0, linestyle=":")
        axes.set_title(name, fontsize=12)
        axes.set_xlabel(f"inputs from {inputs[0]:g} to {inputs[-1]:g}".replace("-", "−"))
        row = array(kernel[at] / kernel[at, at])
        dashes = ("-", "--", "-.")[place]
        beside.plot(inputs, row, dashes, color=(BLUE, ORANGE, PURPLE)[place], linewidth=1.8, label=name)
        told.append(
            f"{name}, just left of the middle {row[len(row) // 2 - 2]:.2f}, just right of it"
            f" {row[len(row) // 2 + 1]:.2f}, halfway to the right end {row[-1 - at]:.2f}"
        )
    beside.set(xlabel="input", ylabel=f"row of input {inputs[at]:.1f}, its own is 1")
    beside.axhline(0, color=SOFT, linewidth=0.8)
    beside.axvline(inputs[at], color=SOFT, linewidth=1.0, linestyle=":")
    beside.legend(frameon=False, fontsize=10.5, labelcolor=INK)
    said = f"Tangent kernels of inputs from {inputs[0]:g} to {inputs[-1]:g}, and the row of input {inputs[at]:.1f}"
    return fig, f"{said}, as shares of its own entry. {'; '.join(told)}."


@in_our_style
def noise(epochs: Sequence[int], scales: Sequence[float], losses: Sequence[float]) -> tuple[Figure, str]:
    """Draw the noise scale and the loss against epochs, each with an axis of its own."""
    fig = blank(7.4, 3.4)
    axes = fig.add_axes((0.11, 0.17, 0.77, 0.78))
    axes.semilogy(epochs, scales, "o-", color=BLUE, linewidth=1.8, label="noise scale")
    axes.set(xlabel="epoch", xticks=epochs, ylabel="noise scale, in samples")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(color=_GRID, linewidth=0.8)
    other = axes.twinx()
    other.plot(epochs, losses, "s--", color=ORANGE, linewidth=1.4, label="loss")
    other.set_ylabel("loss")
    other.set_ylim(0, max(losses) * 1.08)
    lines = [*axes.get_lines(), *other.get_lines()]
    other.legend(handles=lines, loc="lower center", frameon=False, fontsize=10.5, labelcolor=INK)
    pairs = (f"{scale:,.0f} at epoch {epoch}" for epoch, scale in zip(epochs, scales, strict=True))
    return fig, f"The gradient noise scale while a net trains: {', '.join(pairs)}. The loss falls to {losses[-1]:.3f}."
