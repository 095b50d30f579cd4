"""Figures of lesson 03: rows against columns, drawn from numbers that the lesson computed.

    sweeps     a tall and a wide Jacobian, one vector's row and one vector's column framed in each
    cost_map   which mode is quicker over (N, M), and both modes' times for one N
    ratios     how many times faster the winner is, here and as the tutorial printed it

They are shown by `figures.show` and `figures.browse`. Nothing else of ours is imported.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from autograder.figures.drawing import GROUND, INK, ORANGE, PURPLE, SOFT

# Reverse mode is purple and forward mode orange, in lines as in the map's colours.
FORWARD, REVERSE = ORANGE, PURPLE
_MAP = "PuOr"
_STRONGEST = 4.0  # in powers of two: the map's colours end at 16 times


def sweeps(shapes: Sequence[tuple[int, int]]) -> Figure:
    """Draw Jacobians of these shapes (M, N) as grids; a reverse vector's row and a tangent's column are framed."""
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
    return fig


def cost_map(sizes: Sequence[int], forward: Any, reverse: Any, picked: int) -> Figure:
    """Draw the map of who is quicker, and both modes' times against M where N = sizes[picked].

    forward and reverse hold seconds, [i][j] for M = sizes[i] and N = sizes[j].
    """
    fig = Figure(figsize=(9.2, 4.4), facecolor=GROUND)
    area, lines = fig.add_axes((0.085, 0.14, 0.395, 0.76)), fig.add_axes((0.6, 0.14, 0.385, 0.76))
    forward, reverse = np.asarray(forward), np.asarray(reverse)
    lead = np.log2(forward / reverse)
    area.imshow(lead, cmap=_MAP, vmin=-_STRONGEST, vmax=_STRONGEST, origin="lower", aspect="auto")
    places = range(len(sizes))
    for (i, j), value in np.ndenumerate(lead):
        ink = "white" if abs(value) > 0.62 * _STRONGEST else INK
        factor = 2 ** abs(value)
        words = f"{factor:.1f}" if factor < 9.95 else f"{factor:.0f}"
        area.text(j, i, words, ha="center", va="center", color=ink, fontsize=10.5)
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
    n = sizes[picked]
    for times, name, colour, marker in ((forward, "jacfwd", FORWARD, "o-"), (reverse, "jacrev", REVERSE, "s-")):
        lines.loglog(sizes, 1e3 * times[:, picked], marker, color=colour, linewidth=1.8, label=name)
    lines.axvline(n, color=INK, linestyle="--", linewidth=1.2)
    lines.set(xlabel="outputs $M$", ylabel="milliseconds", xticks=sizes, xticklabels=sizes)
    lines.set_ylim(1e3 * min(forward.min(), reverse.min()) * 0.7, 1e3 * max(forward.max(), reverse.max()) * 1.4)
    lines.minorticks_off()
    lines.set_title(f"The framed column: $N$ = {n}", fontsize=12)
    lines.grid(color="#dddad2", linewidth=0.8)
    lines.legend(loc="upper left", frameon=False, fontsize=11, labelcolor=INK)
    return fig


def ratios(named: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw, for each shape, how many times faster its winner is: one bar a source (here, the tutorial)."""
    fig = Figure(figsize=(8.0, 3.2), facecolor=GROUND)
    axes = fig.add_axes((0.34, 0.17, 0.64, 0.79))
    sources = list(next(iter(named.values())))
    labels = []
    for group, (shape, values) in enumerate(named.items()):
        winner = FORWARD if "jacfwd" in shape else REVERSE
        for which, source in enumerate(sources):
            at = group * (len(sources) + 0.8) + which
            style: dict[str, Any] = {"color": winner} if which == 0 else {"facecolor": "white", "edgecolor": winner}
            axes.barh(at, values[source], 0.85, hatch="" if which == 0 else "////", **style)
            axes.text(values[source] * 1.04, at, f"{values[source]:.1f}×", va="center", color=INK, fontsize=11.5)
            labels.append((at, f"{shape}, {source}"))
    axes.set_xscale("log")
    axes.set(yticks=[at for at, _ in labels], yticklabels=[label for _, label in labels])
    axes.set_xlim(1, max(max(values.values()) for values in named.values()) * 2)
    axes.xaxis.set(major_locator=LogLocator(subs=(1, 2, 5)), minor_locator=NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
    axes.set_xlabel("times faster than the other mode (1: as fast)")
    axes.invert_yaxis()
    return fig
