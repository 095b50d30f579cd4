"""Lesson 01's figures, drawn from numbers that the lesson computed, each with its text alternative.

products   vᵀJ for a few v, number by number
filling    a Jacobian filling row by row
one_pass   one reverse pass: v, the row that it adds, and the row's numbers
v_curve    error of a difference against its step
costs      time and passes against size
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from torch import Tensor

from autograder.figures.drawing import BLUE, ORANGE, PURPLE, SIGNED, SOFT, array, blank, heat
from autograder.figures.picture import INK, in_our_style

Drawn = tuple[Figure, str]


@in_our_style
def products(jacobian: Tensor, vectors: Sequence[Tensor]) -> Drawn:
    """Draw vᵀ J = row for each v, the rows that v takes framed. Shapes: J (M, N), v (M,)."""
    (m, n), lines = jacobian.shape, len(vectors)
    limit = float(max((v @ jacobian).abs().max() for v in vectors)) * 1.1
    left, right, tall = m + 1.0, m + n + 2.0, m + 0.8
    width, height = right + n, lines * tall + 0.6
    fig = blank(5.6, 5.6 * height / width)
    axes = fig.add_axes((0.02, 0.02, 0.96, 0.96))
    for line, v in enumerate(vectors):
        top = 0.9 + line * tall
        middle = top + (m - 1) / 2
        _cells(axes, v[None], 0, middle, limit)
        _cells(axes, jacobian, left, top, limit)
        _cells(axes, (v @ jacobian)[None], right, middle, limit)
        for i in (i for i in range(m) if v[i]):
            axes.add_patch(Rectangle((left, top + i), n, 1, fill=False, edgecolor=BLUE, linewidth=2.4, zorder=3))
        for x, sign in (((m + left) / 2, "·"), ((left + n + right) / 2, "=")):
            axes.text(x, top + m / 2, sign, ha="center", va="center", fontsize=18, color=INK)
    titles = ((m / 2, f"$v^\\top$  (1, {m})"), (left + n / 2, f"$J$  ({m}, {n})"))
    for x, title in (*titles, (right + n / 2, f"$v^\\top J$  (1, {n})")):
        axes.text(x, 0.45, title, ha="center", va="center", fontsize=13, color=INK)
    axes.set(xlim=(-0.2, width + 0.2), ylim=(height + 0.2, 0), aspect="equal")
    axes.axis("off")
    results = "; ".join(f"v = {v.tolist()} gives {(v @ jacobian).tolist()}" for v in vectors)
    return fig, f"v transposed times J, for {lines} v: {results}."


@in_our_style
def filling(jacobian: Tensor, passes: Sequence[int]) -> Drawn:
    """Draw a Jacobian (M, N) as it stands after each number of reverse passes."""
    fig = blank(8.6, 2.4)
    grid = fig.add_gridspec(1, len(passes), wspace=0.12, left=0.01, right=0.99, top=0.87, bottom=0.03)
    for place, done in enumerate(passes):
        axes = fig.add_subplot(grid[0, place])
        _partly(axes, jacobian, done)
        axes.set_title("1 pass" if done == 1 else f"{done} passes", fontsize=12)
    (m, n), (*some, last) = jacobian.shape, passes
    after = f"{', '.join(map(str, some))} and {last}" if some else f"{last}"
    return fig, f"The {m} by {n} Jacobian after {after} reverse passes: each fills one more row, from the top."


@in_our_style
def one_pass(jacobian: Tensor, outputs: Tensor, row: int) -> Drawn:
    """Draw the pass that computes `row`: the unit vector that goes in, J so far, and the numbers that come out.

    Shapes: J (M, N), outputs y = f(x) (M,).
    """
    m, n = jacobian.shape
    fig = blank(8.6, 3.2)
    unit, so_far = fig.add_axes((0.055, 0.15, 0.03, 0.71)), fig.add_axes((0.125, 0.15, 0.265, 0.71))
    numbers = fig.add_axes((0.47, 0.15, 0.515, 0.71))
    v = np.zeros((m, 1))
    v[row] = 1
    unit.imshow(v, cmap="Blues", vmin=0, vmax=1.3, aspect="auto")
    unit.set(xticks=[], yticks=[row])
    unit.set_title(f"$v = e_{{{row}}}$", fontsize=12)
    _partly(so_far, jacobian, row + 1, aspect="auto")
    so_far.set_title(f"J after {row + 1} of {m}", fontsize=12)
    values = array(jacobian)
    numbers.bar(range(n), values[row], color=[PURPLE if value >= 0 else ORANGE for value in values[row]], width=0.75)
    numbers.axhline(0, color=INK, linewidth=0.8)
    top = float(np.abs(values).max()) * 1.08
    numbers.set(ylim=(-top, top), xlabel="input $j$", xticks=range(0, n, max(1, n // 8)))
    numbers.set_title(
        f"row {row}: $\\partial y_{{{row}}} / \\partial x_j$,  where $y_{{{row}}} = {float(outputs[row]):.3f}$",
        fontsize=12,
    )
    strongest = int(np.abs(values[row]).argmax())
    return fig, (
        f"Pass {row + 1} of {m}: the unit vector lit at {row} gives row {row} of J, where y is {outputs[row]:.3f}."
        f" Its largest slope is {values[row, strongest]:.2f}, at input {strongest}."
    )


@in_our_style
def v_curve(steps: Sequence[float], errors: Mapping[str, Sequence[float]]) -> Drawn:
    """Draw the errors against the step, both axes logarithmic, each curve's least error ringed."""
    fig = blank(7.6, 4.2)
    axes = fig.add_axes((0.1, 0.15, 0.87, 0.81))
    for place, (name, values) in enumerate(errors.items()):
        colour = (ORANGE, BLUE)[place]
        shown = [(h, e) for h, e in zip(steps, values, strict=True) if e > 0]
        axes.loglog(*zip(*shown, strict=True), "o-", color=colour, markersize=4.5, linewidth=1.8)
        best = min(shown, key=lambda pair: pair[1])
        ring: dict[str, Any] = {"markersize": 12, "markerfacecolor": "none", "markeredgewidth": 1.8}
        axes.plot(*best, "o", markeredgecolor=colour, **ring)
        words = f"{name}: least error {_power(best[1])}\nat step {_power(best[0])}"
        # The coarser curve's words stand between the two; the finer one's below both.
        offset, side = ((-70, -28), "right") if place == 0 else ((0, -36), "center")
        axes.annotate(words, best, offset, textcoords="offset points", ha=side, va="center", color=colour, fontsize=11)
    lowest = min(e for values in errors.values() for e in values if e > 0)
    axes.set(xlabel="step $h$", ylabel="largest error", ylim=(lowest / 3000, None))
    axes.grid(color="#dddad2", linewidth=0.8)
    note: dict[str, Any] = {"transform": axes.transAxes, "color": SOFT, "fontsize": 11}
    axes.text(0.02, 0.03, "← rounding: grows like 1/h", ha="left", **note)
    axes.text(0.98, 0.03, "the formula: grows like h² →", ha="right", **note)
    said = "; ".join(
        f"in {precision} the least error is {min(values):.0e}, at h = {steps[values.index(min(values))]:.0e}"
        for precision, values in errors.items()
    )
    return fig, f"Error against step, two curves like a V: {said}."


@in_our_style
def costs(
    sizes: Sequence[int], times: Mapping[str, Sequence[float]], passes: Mapping[str, Sequence[tuple[int, int]]]
) -> Drawn:
    """Draw against M the time (left; a straight line is linear growth) and the passes (right), of two ways.

    times (in seconds) and passes have the same names; passes holds (forwards, reverse passes) at each size.
    """
    times = {name: [1e3 * seconds for seconds in row] for name, row in times.items()}
    fig = blank(8.6, 3.5)
    time, count = fig.add_axes((0.075, 0.17, 0.41, 0.72)), fig.add_axes((0.575, 0.17, 0.41, 0.72))
    places = np.arange(len(sizes))
    for which, name in enumerate(times):
        colour, bar = (ORANGE, BLUE)[which], 0.38
        time.plot(sizes, times[name], ("o-", "s-")[which], color=colour, linewidth=1.8)
        forwards, reverses = (np.array(kind) for kind in zip(*passes[name], strict=True))
        at = places + (which - 0.5) * (bar + 0.02)
        count.bar(at, reverses, bar, color=colour)
        hatched: dict[str, Any] = {"facecolor": "white", "edgecolor": colour, "hatch": "////", "linewidth": 1.2}
        count.bar(at, forwards, bar, bottom=reverses, **hatched)
    lines = [Line2D([], [], color=(ORANGE, BLUE)[i], marker="os"[i], label=name) for i, name in enumerate(times)]
    time.set(xlim=(0, max(sizes) * 1.04), xticks=sizes, xlabel="rows $M$", ylabel="milliseconds")
    time.set_ylim(bottom=0)
    time.set_title("Time", fontsize=12)
    time.grid(color="#dddad2", linewidth=0.8)
    count.set(xticks=places, xticklabels=sizes, xlabel="rows $M$", ylabel="passes through f")
    count.set_title("Passes", fontsize=12)
    kinds = [Patch(facecolor="white", edgecolor=SOFT, hatch="////", label="forwards")]
    kinds.append(Patch(facecolor=SOFT, label="reverse passes"))
    for axes, handles in ((time, lines), (count, kinds)):
        axes.set_axisbelow(True)
        axes.legend(handles=handles, loc="upper left", frameon=False, fontsize=11, labelcolor=INK)
    (slow, quick), few, many = times.items(), sizes[0], sizes[-1]
    return fig, (
        f"At M = {many} {slow[0]} takes {slow[1][-1]:.2f} ms, {quick[0]} {quick[1][-1]:.2f} ms:"
        f" {quick[1][-1] / slow[1][-1]:.2f} of the time. From M = {few} to {many}, {many // few} times as many"
        f" rows take {slow[1][-1] / slow[1][0]:.1f} and {quick[1][-1] / quick[1][0]:.1f} times as long."
    )


def _cells(axes: Axes, matrix: Tensor, left: float, top: float, limit: float) -> None:
    """Draw a matrix number by number, in cells of size 1 from (left, top) on."""
    for (i, j), value in np.ndenumerate(array(matrix)):
        share = abs(value) / limit
        cell: dict[str, Any] = {"facecolor": colormaps[SIGNED](0.5 + value / limit / 2), "edgecolor": SOFT}
        axes.add_patch(Rectangle((left + j, top + i), 1, 1, linewidth=0.8, **cell))
        ink = "white" if share > 0.6 else INK
        axes.text(left + j + 0.5, top + i + 0.5, f"{value:g}", ha="center", va="center", color=ink, fontsize=13)


def _power(value: float) -> str:
    """Return 3.2e-06 as «3 × 10⁻⁶», set as mathematics."""
    digit, exponent = f"{value:.0e}".split("e")
    return f"${digit} \\times 10^{{{int(exponent)}}}$"


def _partly(axes: Axes, jacobian: Tensor, done: int, aspect: Any = "equal") -> None:
    """Draw J with its first `done` rows computed, the newest framed, the rest hatched."""
    m, n = jacobian.shape
    limit = float(jacobian.abs().max())
    heat(axes, jacobian, limit, aspect=aspect)
    if done < m:
        rest = Rectangle(
            (-0.5, done - 0.5), n, m - done, facecolor="#ebe8e0", edgecolor="#cfcabd", hatch="////", linewidth=0
        )
        axes.add_patch(rest)
    axes.add_patch(Rectangle((-0.5, done - 1.5), n, 1, fill=False, edgecolor=BLUE, linewidth=2.2, clip_on=False))
