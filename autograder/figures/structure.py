"""Lesson 09's figures, each with its text alternative, drawn from numbers that the lesson computed.

folding    a sparse matrix with its columns in colours, beside the products that columns of one colour fold into
against_n  vectors, time and peak of coloured products and of the whole Jacobian against N, logarithmic axes
steps      peak memory of a gradient through an unrolled iteration, and by the theorem, against the steps
orbit      an ellipse with the two anomalies at equal times, and one against the other
boundary   solutions of a boundary value problem, and how far Newton's steps are from zero
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Arc
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from torch import Tensor

from autograder.figures.drawing import BLUE, ORANGE, PURPLE, SOFT, Drawn, array, blank
from autograder.figures.picture import INK, in_our_style

_GRID = "#dddad2"
_COLORS = (BLUE, ORANGE, PURPLE, "#8a6d1d", "#3f7f5f", "#a3486b", "#5f6b2d", "#3d6f7a")


@in_our_style
def folding(pattern: Tensor, colors: Tensor) -> Drawn:
    """Draw S with each place in its column's colour, and to the right the products, a column for each colour.

    Shapes: pattern (M, N) bool, colours (N,).
    """
    m, n = pattern.shape
    count = int(colors.max()) + 1
    fig = blank(6.6, 3.6)
    wide = fig.add_axes((0.03, 0.08, 0.5, 0.81))
    _cells(wide, pattern, colors)
    wide.set_title(f"$S$, its {n} columns in {count} colours", fontsize=12)
    folded = fig.add_axes((0.7, 0.08, 0.5 * count / n + 0.1, 0.81))
    held = np.zeros((m, count), dtype=bool)
    for j, color in enumerate(colors.tolist()):
        held[:, color] |= array(pattern[:, j]) > 0
    _cells(folded, held, range(count))
    folded.set_title(f"{count} products", fontsize=12)
    fig.text(0.63, 0.46, "→", fontsize=22, color=INK, ha="center", va="center")
    return fig, (
        f"Left: a matrix of {m} by {n}, True places coloured by column, in {count} colours,"
        f" numbered below; no row has a colour twice. Right: the {count} products that columns of one colour fold into,"
        " each place now alone in its row."
    )


def _cells(axes: Axes, pattern: Tensor | np.ndarray, colors: Tensor | Sequence[int]) -> None:
    """Draw a pattern as cells of their column's colour."""
    places = array(pattern) > 0 if isinstance(pattern, Tensor) else pattern
    image = np.ones((*places.shape, 3))
    for j, color in enumerate(colors.tolist() if isinstance(colors, Tensor) else colors):
        image[places[:, j], j] = to_rgb(_COLORS[color % len(_COLORS)])
    axes.imshow(image, aspect="equal")
    axes.set_xticks(range(places.shape[1]), [f"{int(color)}" for color in colors], fontsize=9.5, color=INK)
    axes.set_yticks([])
    axes.tick_params(length=0, pad=2)
    for edge in np.arange(-0.5, places.shape[1]):
        axes.axvline(edge, color=_GRID, linewidth=0.7)
    for edge in np.arange(-0.5, places.shape[0]):
        axes.axhline(edge, color=_GRID, linewidth=0.7)


@in_our_style
def against_n(
    sizes: Sequence[int],
    vectors: Mapping[str, Sequence[float]],
    times: Mapping[str, Sequence[float]],
    peaks: Mapping[str, Sequence[float]],
) -> Drawn:
    """Draw tangents (left), milliseconds (middle) and mebibytes (right) against N; times in seconds, peaks in bytes."""
    fig = blank(9.2, 3.3)
    panels = (
        ("Tangents", vectors, 1.0),
        ("Time, ms", times, 1e3),
        ("Peak memory, MiB", peaks, 1 / 2**20),
    )
    for place, (title, values, unit) in enumerate(panels):
        axes = fig.add_axes((0.06 + 0.325 * place, 0.17, 0.265, 0.71))
        for which, (name, line) in enumerate(values.items()):
            axes.loglog(sizes, [unit * each for each in line], "os"[which] + "-", color=_COLORS[which], label=name)
        axes.set_xlabel("unknowns $N$")
        axes.set_title(title, fontsize=12)
        axes.set_xticks(sizes, [f"{size}" for size in sizes])
        axes.set_xticks([], minor=True)
        _finish(axes, "upper left" if place == 0 else "")
        low, high = axes.get_ylim()
        axes.set_ylim(low, high * (12 if place == 0 else 1.5))
        if high < 30 * low:  # so few decades that their numbers must be named between them
            axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=12))
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_minor_formatter(NullFormatter())
    last = ", ".join(
        f"{name} {vectors[name][-1]:.0f} tangents, {1e3 * times[name][-1]:.1f} ms, {peaks[name][-1] / 2**20:.2f} MiB"
        for name in vectors
    )
    return fig, f"Tangents, time and peak memory against N, logarithmic axes. At N = {sizes[-1]}: {last}."


@in_our_style
def steps(counts: Sequence[int], peaks: Mapping[str, Sequence[float]]) -> Drawn:
    """Draw peak kibibytes of a gradient, in some ways, against the steps of the iteration; peaks in bytes."""
    fig = blank(7.2, 3.5)
    axes = fig.add_axes((0.11, 0.16, 0.86, 0.78))
    for which, (name, line) in enumerate(peaks.items()):
        axes.plot(counts, [each / 2**10 for each in line], "os"[which] + "-", color=_COLORS[which], label=name)
    axes.set(xlabel="steps of the iteration", ylabel="peak of the gradient, KiB", xlim=(0, None))
    axes.set_ylim(0, max(map(max, peaks.values())) / 2**10 * 1.15)
    _finish(axes, "upper left")
    told = "; ".join(f"{name} from {line[0] / 2**10:.0f} to {line[-1] / 2**10:.0f} KiB" for name, line in peaks.items())
    return fig, f"Peak memory of a gradient against the steps of the iteration, {counts[0]} to {counts[-1]}: {told}."


@in_our_style
def orbit(e: float, M: Tensor, E: Tensor, shown: int) -> Drawn:
    """Draw an orbit with the planet at equal times (left), and E against M (right), one moment marked.

    Shapes: M, E (K,), M evenly spaced over one turn; `shown` is the marked one.
    """
    fig = blank(8.6, 3.9)
    left, right = fig.add_axes((0.02, 0.04, 0.44, 0.9)), fig.add_axes((0.56, 0.15, 0.42, 0.77))
    turn, flat = np.linspace(0, 2 * np.pi, 200), (1 - e * e) ** 0.5
    mean, eccentric = array(M), array(E)
    left.plot(np.cos(turn), np.sin(turn), color=_GRID, linewidth=1.4)
    left.plot(np.cos(turn), flat * np.sin(turn), color=SOFT, linewidth=1.6)
    left.plot(np.cos(eccentric), flat * np.sin(eccentric), "o", color=SOFT, markersize=4)
    at_M, at_E = mean[shown], eccentric[shown]
    for name, angle, color, reach in (("M", at_M, ORANGE, 0.34), ("E", at_E, BLUE, 0.24)):
        # On a circle both point the same way, and have one letter's room.
        letter = ("$E = M$" if name == "E" else "") if abs(at_E - at_M) < 0.1 else f"${name}$"
        left.text(1.08 * np.cos(angle), 1.08 * np.sin(angle), letter, color=color, fontsize=13, ha="center")
        left.plot((0, np.cos(angle)), (0, np.sin(angle)), color=color, linewidth=1.8)
        left.add_patch(
            Arc((0, 0), 2 * reach, 2 * reach, theta1=0, theta2=np.degrees(angle), color=color, linewidth=1.8)
        )
    left.plot((np.cos(at_E),) * 2, (np.sin(at_E), flat * np.sin(at_E)), ":", color=BLUE)
    left.plot(np.cos(at_E), flat * np.sin(at_E), "o", color=INK, markersize=8)
    left.plot(e, 0, "*", color="#c79a1c", markersize=16, markeredgecolor=INK, markeredgewidth=0.5)
    left.plot(0, 0, "+", color=INK, markersize=7)
    left.set(xlim=(-1.12, 1.12), ylim=(-1.12, 1.12), aspect="equal")
    left.set_axis_off()
    right.plot(mean, mean, "--", color=SOFT, linewidth=1.4, label="$E = M$, a circle")
    right.plot(mean, eccentric, color=BLUE, linewidth=2, label="$E$")
    right.plot(at_M, at_E, "o", color=INK, markersize=8)
    right.set(xlabel="mean anomaly $M$: time", ylabel="eccentric anomaly $E$", xticks=_QUARTERS, yticks=_QUARTERS)
    right.set_xticklabels(_NAMES)
    right.set_yticklabels(_NAMES)
    right.set_title(f"$e$ = {e:g}", fontsize=12)
    _finish(right, "upper left")
    return fig, (
        f"Left: an orbit of eccentricity {e:g} about a star in its focus, the planet at equal times; marked is one"
        f" moment, at the angles M = {at_M:.2f} and E = {at_E:.2f} about the centre. Right: E against M over one turn,"
        " beside the line of a circle."
    )


_QUARTERS = [0.0, np.pi / 2, np.pi, 3 * np.pi / 2, 2 * np.pi]
_NAMES = ["0", "π/2", "π", "3π/2", "2π"]


@in_our_style
def boundary(solutions: Mapping[str, Tensor], residuals: Sequence[float]) -> Drawn:
    """Draw solutions between their two ends (left), and Newton's residuals, step by step, on a logarithmic axis."""
    fig = blank(8.6, 3.3)
    left, right = fig.add_axes((0.08, 0.17, 0.42, 0.74)), fig.add_axes((0.61, 0.17, 0.37, 0.74))
    for which, (name, u) in enumerate(solutions.items()):
        ends = np.concatenate(([0.0], array(u), [0.0]))
        left.plot(np.linspace(0, 1, len(ends)), ends, ("-", "--")[which % 2], color=_COLORS[which], lw=2, label=name)
    left.set(xlabel="place", ylabel="$u$", ylim=(0, 1.45 * max(float(u.max()) for u in solutions.values())))
    _finish(left, "upper left")
    right.semilogy(range(len(residuals)), residuals, "o-", color=BLUE)
    right.set(xlabel="Newton's steps", ylabel="largest residual", xticks=range(len(residuals)))
    _finish(right, "")
    heights = ", ".join(f"{name} {float(u.max()):.3f} high" for name, u in solutions.items())
    falls = ", ".join(f"{each:.1e}" for each in residuals)
    return (
        fig,
        f"Left: solutions that are 0 at both ends: {heights}. Right: the largest residual after each step: {falls}.",
    )


def _finish(axes: Axes, place: Literal["upper left", ""]) -> None:
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    if place:
        axes.legend(loc=place, frameon=False, fontsize=10, labelcolor=INK)
