"""Lesson 05's figures, each with its text alternative, drawn from numbers that the lesson computed.

pairs    the Jacobian of a whole batch, a block for every pair of samples
trusted  one sample's own block beside what the sum trick gives for it, for two functions
coupled  the Jacobian of a whole batch beside both of them
lead     times of the loop over samples and of one mapped call, against B
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from torch import Tensor

from autograder.figures.drawing import BLUE, ORANGE, SOFT, matrices
from autograder.figures.picture import GROUND, INK, in_our_style

_GRID: dict[str, Any] = {"color": "#dddad2", "linewidth": 0.8}


@in_our_style
def pairs(named: Mapping[str, Tensor]) -> tuple[Figure, str]:
    """Draw Jacobians of whole batches side by side, in one scale of colours. Shapes: (B, M, B, N) each."""
    limit = float(next(iter(named.values())).abs().max())
    fig = Figure(figsize=(8.6, 3.6), facecolor=GROUND)
    grid = fig.add_gridspec(1, len(named), wspace=0.14, left=0.06, right=0.99, top=0.89, bottom=0.16)
    for place, (name, whole) in enumerate(named.items()):
        axes = fig.add_subplot(grid[0, place])
        _blocks(axes, whole, limit)
        axes.set_title(name, fontsize=12)
        axes.set_xlabel("input of sample …")
        if place == 0:
            axes.set_ylabel("output of sample …")
    told = "; ".join(f"{name}: {_coloured(whole)}" for name, whole in named.items())
    return fig, f"Blocks for every pair of samples, the samples' own ones framed. {told}."


def _coloured(whole: Tensor) -> str:
    """Say how many of the blocks of (B, M, B, N) hold other numbers than zero."""
    there = whole.abs().amax(dim=(1, 3)) > 0
    b, own = len(there), int(there.diagonal().sum())
    alone = ", those on the diagonal alone" if own == int(there.sum()) else ""
    return f"{int(there.sum())} of {b} × {b} blocks have colour{alone}"


@in_our_style
def trusted(named: Mapping[str, tuple[Tensor, Tensor]]) -> tuple[Figure, str]:
    """Draw for each function one sample's own block and the sum trick's answer for it. Shapes: (M, N) each."""
    panels: dict[str, Tensor] = {}
    for name, (own, summed) in named.items():
        panels |= {f"{name}: own block": own, f"{name}: sum trick": summed}
    told = "; ".join(
        f"{name}: entries up to {float(own.abs().max()):.2f}, by the sum trick up to {float(summed.abs().max()):.2g}"
        for name, (own, summed) in named.items()
    )
    return matrices(panels), f"One sample's Jacobian, its own block and what the sum trick gives for it. {told}."


@in_our_style
def coupled(whole: Tensor, by_sum: Tensor, sample: int, limit: float) -> tuple[Figure, str]:
    """Draw the batch's Jacobian, one sample's own block, and the sum trick's answer for that sample.

    Shapes: whole (B, M, B, N), by_sum (B, M, N); `limit` is where the colours end.
    """
    fig = Figure(figsize=(8.6, 3.4), facecolor=GROUND)
    axes = fig.add_axes((0.06, 0.17, 0.4, 0.72))
    _blocks(axes, whole, limit)
    axes.set_title("every pair of samples", fontsize=12)
    axes.set(xlabel="input of sample …", ylabel="output of sample …")
    for left, title, matrix in ((0.52, "its own block", whole[sample, :, sample]), (0.77, "sum trick", by_sum[sample])):
        block = fig.add_axes((left, 0.3, 0.21, 0.4))
        block.imshow(_rooted(matrix), cmap="PuOr", vmin=-(limit**0.5), vmax=limit**0.5, aspect="auto")
        block.set(xticks=[], yticks=[])
        block.set_title(f"sample {sample}: {title}", fontsize=12)
        _frame(block)
    own = whole[sample, :, sample]
    off, largest = (float(matrix.abs().max()) for matrix in (by_sum[sample] - own, own))
    return fig, (
        f"Blocks for every pair of samples: {_coloured(whole)}. The largest error of the sum trick for sample {sample}"
        f" is {off:.2f}; its own block has entries up to {largest:.2f}."
    )


@in_our_style
def lead(sizes: Sequence[int], times: Mapping[str, Sequence[float]]) -> tuple[Figure, str]:
    """Draw the times of a loop and of a mapped call against B, both axes logarithmic, and the lead at both ends.

    `times` holds seconds, the loop's first.
    """
    loop, mapped = ([1e3 * each for each in row] for row in times.values())
    fig = Figure(figsize=(7.2, 3.7), facecolor=GROUND)
    axes = fig.add_axes((0.11, 0.16, 0.86, 0.8))
    for name, row, colour, mark in zip(times, (loop, mapped), (ORANGE, BLUE), ("o-", "s-"), strict=True):
        axes.plot(sizes, row, mark, color=colour, linewidth=1.8, label=name)
    for at, side in ((0, "left"), (-1, "right")):
        axes.plot((sizes[at],) * 2, (mapped[at], loop[at]), ":", color=SOFT, linewidth=1.4)
        middle = (mapped[at] * loop[at]) ** 0.5
        words = f" {_ratio(loop[at] / mapped[at])} × "
        axes.text(sizes[at], middle, words, ha=side, va="center", color=INK, fontsize=12)
    axes.set(xscale="log", yscale="log", xlabel="batch size $B$", ylabel="milliseconds")
    axes.xaxis.set(major_locator=FixedLocator(list(sizes)), minor_locator=NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.grid(**_GRID)
    axes.set_axisbelow(True)
    axes.legend(loc="upper left", frameon=False, fontsize=11, labelcolor=INK)
    ends = [_ratio(loop[at] / mapped[at]) for at in (0, -1)]
    first, second = times
    return fig, (
        f"At B = {sizes[0]} «{first}» takes {ends[0]} times as long as «{second}», at B = {sizes[-1]}"
        f" {ends[1]} times: {loop[-1]:.1f} ms against {mapped[-1]:.2f} ms."
    )


def _ratio(ratio: float) -> str:
    # Where the loop is the quicker one, the share of a whole still says how much.
    return f"{ratio:.0f}" if ratio >= 9.95 else f"{ratio:.1f}" if ratio >= 0.95 else f"{ratio:.1g}"


def _rooted(matrix: Tensor) -> Any:
    # Square roots, so that small entries still have a colour to be seen by.
    values = matrix.detach().cpu().double().numpy()
    return np.sign(values) * np.sqrt(np.abs(values))


def _frame(axes: Axes) -> None:
    for spine in axes.spines.values():
        spine.set_color(SOFT)


def _blocks(axes: Axes, whole: Tensor, limit: float) -> None:
    """Draw (B, M, B, N) as a (B·M, B·N) matrix, ruled between samples, each sample's own block framed."""
    b, m, _, n = whole.shape
    axes.imshow(_rooted(whole.reshape(b * m, b * n)), cmap="PuOr", vmin=-(limit**0.5), vmax=limit**0.5, aspect="auto")
    for edge in range(1, b):
        axes.axhline(edge * m - 0.5, color="#cfcabd", linewidth=0.8)
        axes.axvline(edge * n - 0.5, color="#cfcabd", linewidth=0.8)
    for own in range(b):
        corner = (own * n - 0.5, own * m - 0.5)
        axes.add_patch(Rectangle(corner, n, m, fill=False, edgecolor=BLUE, linewidth=1.8))
    axes.set(xticks=[(own + 0.5) * n - 0.5 for own in range(b)], xticklabels=range(b))
    axes.set(yticks=[(own + 0.5) * m - 0.5 for own in range(b)], yticklabels=range(b))
    _frame(axes)
