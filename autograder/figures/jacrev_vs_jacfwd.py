"""Figures of lesson 03, each with its text alternative: rows against columns, from numbers that the lesson computed.

sweeps     Jacobians of some shapes, one vector's row and one vector's column framed in each
cost_map   which mode is quicker over (N, M), and both modes' times for one N
diagonal   the same where M = N, in words
leads      how many times faster the winner is, here and as the tutorial printed it
PUBLISHED  the times that the tutorial prints, and what it CLAIMED of them
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from autograder.figures.drawing import ORANGE, PURPLE, SOFT
from autograder.figures.picture import GROUND, INK, in_our_style

# PyTorch's tutorial, https://pytorch.org/tutorials/intermediate/jacobians_hessians.html, as it stood in 2026: the
# seconds of one Jacobian of `predict` that its page prints, by (inputs, outputs) and mode; and its verdict on each.
PUBLISHED: Mapping[tuple[int, int], Mapping[str, float]] = {
    (32, 2048): {"jacfwd": 768.65e-6, "jacrev": 8.64e-3},
    (2048, 32): {"jacfwd": 7.02e-3, "jacrev": 495.24e-6},
}
CLAIMED = {
    (32, 2048): "1023.76 percent improvement with jacrev",
    (2048, 32): "1316.68 percent improvement with jacfwd",
}

# Reverse mode is purple and forward mode orange, in lines as in the map's colours.
FORWARD, REVERSE = ORANGE, PURPLE
_MAP = "PuOr"
_STRONGEST = 4.0  # in powers of two: the map's colours end at 16 times
# Leads are told in steps that a repeated run seldom changes: further digits would be noise.
_STEPS = (1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200)


@in_our_style
def sweeps(shapes: Sequence[tuple[int, int]]) -> tuple[Figure, str]:
    """Draw Jacobians of these shapes (M, N) as grids; a reverse vector's row and a tangent's column are framed."""
    said = " ".join(
        f"A Jacobian of {m} rows and {n} columns: a reverse pass is {m} wide, a forward pass {n}." for m, n in shapes
    )
    fig = Figure(figsize=(8.6, 3.6), facecolor=GROUND)
    axes = fig.add_axes((0.01, 0.02, 0.98, 0.96))
    left, tallest = 0.0, max(m for m, _ in shapes)
    for m, n in shapes:
        top = (tallest - m) / 2
        for i in range(m):
            for j in range(n):
                cell: dict[str, Any] = {"facecolor": "white", "edgecolor": "#cfcabd", "linewidth": 0.8}
                axes.add_patch(Rectangle((left + j, top + i), 1, 1, **cell))
        row, column = (left, top + m // 3, n, 1), (left + n - 2, top, 1, m)
        for (x, y, width, height), colour in ((row, REVERSE), (column, FORWARD)):
            filled: dict[str, Any] = {"facecolor": colour, "alpha": 0.25}
            axes.add_patch(Rectangle((x, y), width, height, **filled))
            axes.add_patch(Rectangle((x, y), width, height, fill=False, edgecolor=colour, linewidth=2.4))
        words: dict[str, Any] = {"va": "center", "fontsize": 12.5}
        beside = left + n + 0.6
        axes.text(beside, top + m / 2 - 1.6, f"$J$ is ({m}, {n})", color=INK, **words)
        axes.text(beside, top + m / 2, f"reverse: {m} rows,\na pass {m} wide", color=REVERSE, **words)
        axes.text(beside, top + m / 2 + 1.9, f"forward: {n} columns,\na pass {n} wide", color=FORWARD, **words)
        left += n + 8.5
    axes.set(xlim=(-0.3, left), ylim=(tallest + 0.3, -0.3), aspect="equal")
    axes.axis("off")
    return fig, said


@in_our_style
def cost_map(sizes: Sequence[int], seconds: Mapping[str, Any], picked: int) -> tuple[Figure, str]:
    """Draw the map of who is quicker, and both modes' times against M where N = sizes[picked].

    seconds["jacfwd"] and seconds["jacrev"] hold [i][j] for M = sizes[i] and N = sizes[j]; NaN where nothing is measured
    yet.
    """
    forward, reverse = np.asarray(seconds["jacfwd"]), np.asarray(seconds["jacrev"])
    fig = Figure(figsize=(9.2, 4.4), facecolor=GROUND)
    _lead(fig.add_axes((0.085, 0.14, 0.395, 0.76)), sizes, np.log2(forward / reverse), picked)
    _column(fig.add_axes((0.59, 0.14, 0.38, 0.76)), sizes, forward, reverse, picked)
    return fig, _told(sizes, forward, reverse, picked)


def _lead(area: Axes, sizes: Sequence[int], lead: Any, picked: int) -> None:
    """Colour each shape by the quicker mode; `lead` is the log2 of forward's time over reverse's."""
    area.imshow(lead, cmap=_MAP, vmin=-_STRONGEST, vmax=_STRONGEST, origin="lower", aspect="auto")
    places = range(len(sizes))
    for (i, j), value in np.ndenumerate(lead):
        ink = "white" if abs(value) > 0.62 * _STRONGEST else INK
        if np.isfinite(value):
            area.text(j, i, _about(2 ** abs(value)), ha="center", va="center", color=ink, fontsize=10.5)
    area.plot([-0.5, len(sizes) - 0.5], [-0.5, len(sizes) - 0.5], "--", color=SOFT, linewidth=1, alpha=0.6, zorder=1)
    frame: dict[str, Any] = {"fill": False, "edgecolor": INK, "linewidth": 2.2, "clip_on": False}
    area.add_patch(Rectangle((picked - 0.5, -0.5), 1, len(sizes), **frame))
    area.set(xticks=places, xticklabels=sizes, yticks=places, yticklabels=sizes, xlabel="inputs $N$")
    area.set_ylabel("outputs $M$")
    for at, words, side, colour in (
        (0, "orange: jacfwd quicker", "left", FORWARD),
        (1, "purple: jacrev quicker", "right", REVERSE),
    ):
        area.text(at, 1.03, words, ha=side, transform=area.transAxes, color=colour, fontsize=11)
    area.annotate("M = N", (1, 1), (6, -2), "axes fraction", "offset points", color=SOFT, fontsize=10.5)


def _column(axes: Axes, sizes: Sequence[int], forward: Any, reverse: Any, picked: int) -> None:
    """Draw both modes' times against M where N = sizes[picked]."""
    n = sizes[picked]
    for times, name, colour, marker in ((forward, "jacfwd", FORWARD, "o-"), (reverse, "jacrev", REVERSE, "s-")):
        axes.loglog(sizes, 1e3 * times[:, picked], marker, color=colour, linewidth=1.8, label=name)
    axes.axvline(n, color=INK, linestyle="--", linewidth=1.2)
    axes.set(xlabel="outputs $M$", ylabel="milliseconds", xticks=sizes, xticklabels=sizes)
    measured = 1e3 * np.stack([forward, reverse])
    if np.isfinite(measured).any():
        axes.set_ylim(0.7 * np.nanmin(measured), 1.4 * np.nanmax(measured))
    axes.minorticks_off()
    axes.set_title(f"The framed column: $N$ = {n}", fontsize=12)
    axes.grid(color="#dddad2", linewidth=0.8)
    axes.legend(loc="upper left", frameon=False, fontsize=11, labelcolor=INK)


def _about(lead: float) -> str:
    """Round a lead to one of the steps; «=» where neither is ahead."""
    nearest = min(_STEPS, key=lambda step: abs(np.log(lead / step)))
    return "=" if nearest == 1 else f"{nearest:g}"


def _verdict(forward: float, reverse: float) -> str:
    if not np.isfinite(forward + reverse):
        return "not yet measured"
    about = _about(max(forward / reverse, reverse / forward))
    quicker = "jacfwd" if forward < reverse else "jacrev"
    return "as fast as each other" if about == "=" else f"{quicker} about {about} times as fast"


def diagonal(sizes: Sequence[int], seconds: Mapping[str, Any]) -> str:
    """Say who is quicker where M = N, a line for each size; seconds as for `cost_map`."""
    forward, reverse = np.asarray(seconds["jacfwd"]), np.asarray(seconds["jacrev"])
    return "\n".join(f"M = N = {n:4}: {_verdict(forward[i, i], reverse[i, i])}" for i, n in enumerate(sizes))


def _told(sizes: Sequence[int], forward: Any, reverse: Any, picked: int) -> str:
    column = [f"{m} outputs: {_verdict(forward[i, picked], reverse[i, picked])}" for i, m in enumerate(sizes)]
    return (
        f"A map of shapes from {sizes[0]} to {sizes[-1]} inputs and outputs, coloured by the quicker mode; and the"
        f" times for {sizes[picked]} inputs. {'; '.join(column)}."
    )


@in_our_style
def leads(here: Mapping[tuple[int, int], Mapping[str, float]]) -> tuple[Figure, str]:
    """Draw, for each shape (inputs, outputs) → mode → seconds, the winner's lead here and in the tutorial."""
    fig = Figure(figsize=(8.0, 3.2), facecolor=GROUND)
    axes = fig.add_axes((0.34, 0.17, 0.64, 0.79))
    labels, said, widest = [], [], 1.0
    for group, (shape, took) in enumerate(here.items()):
        winner = min(took, key=lambda mode: took[mode])
        name = f"{shape[0]} → {shape[1]}: {winner} wins"
        for which, (source, times) in enumerate((("here", took), ("tutorial", PUBLISHED[shape]))):
            lead, at = lead_of(winner, times), group * 2.8 + which
            colour = FORWARD if winner == "jacfwd" else REVERSE
            style: dict[str, Any] = {"color": colour} if which == 0 else {"facecolor": "white", "edgecolor": colour}
            axes.barh(at, lead, 0.85, hatch="" if which == 0 else "////", **style)
            axes.text(lead * 1.04, at, f"{lead:.1f}×", va="center", color=INK, fontsize=11.5)
            labels.append((at, f"{name}, {source}"))
            widest = max(widest, lead)
        ours, theirs = lead_of(winner, took), lead_of(winner, PUBLISHED[shape])
        said.append(f"{name}, {ours:.1f} times as fast here, {theirs:.1f} in the tutorial")
    axes.set_xscale("log")
    axes.set(yticks=[at for at, _ in labels], yticklabels=[label for _, label in labels], xlim=(1, 2 * widest))
    axes.xaxis.set(major_locator=LogLocator(subs=(1, 2, 5)), minor_locator=NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
    axes.set_xlabel("times faster than the other mode (1: as fast)")
    axes.invert_yaxis()
    return fig, "Two bars for each shape, the winner's lead: " + "; ".join(said) + "."


def lead_of(mode: str, seconds: Mapping[str, float]) -> float:
    """Return how many times faster than the slower one the mode is."""
    return max(seconds.values()) / seconds[mode]
