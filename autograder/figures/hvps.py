"""Lesson 06's figures, each with its text alternative, drawn from numbers that the lesson measured.

against_n   time and peak of the product and of the whole Hessian against N, logarithmic axes, slopes written on
power       such a slope
routes      peak and time of a few ways to one product, a panel for each f
probes      the error of an estimated trace against the number of probes
spectrum    all eigenvalues of a Hessian, and those that some tens of products found
direction   a loss around a point: a direction in a plane, and the loss along it beside its parabola
"""

from collections.abc import Mapping, Sequence
from math import log
from statistics import linear_regression
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from torch import Tensor

from autograder.figures.drawing import BLUE, ORANGE, PURPLE, SOFT, array
from autograder.figures.picture import GROUND, INK, in_our_style

_GRID = "#dddad2"
_COLOURS = (BLUE, ORANGE, PURPLE, "#8a6d1d")


def power(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return the slope of values against sizes on logarithmic axes: the power of N that they grow like."""
    return linear_regression([log(size) for size in sizes], [log(value) for value in values]).slope


@in_our_style
def against_n(
    sizes: Sequence[int], times: Mapping[str, Sequence[float]], peaks: Mapping[str, Sequence[float]]
) -> tuple[Figure, str]:
    """Draw milliseconds (left) and peak bytes (right) against N; times are in seconds."""
    fig = Figure(figsize=(8.6, 3.6), facecolor=GROUND)
    clock = {name: [1e3 * each for each in row] for name, row in times.items()}
    panels = ((0.085, clock, "milliseconds", 0), (0.585, peaks, "peak, bytes", 1))
    told = "Time and peak memory against N, logarithmic axes."
    for left, values, label, which in panels:
        axes = fig.add_axes((left, 0.16, 0.405, 0.74))
        for place, (name, line) in enumerate(values.items()):
            slope = power(sizes, line)
            told += f" {name}: {('time', 'peak')[which]} grows like N to the {slope:.2f}."
            words = f"{name}: slope {slope:.2f}"
            axes.loglog(sizes, line, "os^"[place] + "-", color=_COLOURS[place], linewidth=1.8, label=words)
        low, high = (pick(pick(line) for line in values.values()) for pick in (min, max))
        axes.set(xlabel="inputs $N$", ylabel=label, ylim=(low / 2.5, high * 30))
        axes.set_xticks(sizes, [f"{size}" for size in sizes])
        axes.set_xticks([], minor=True)
        axes.set_title(("Time", "Peak memory")[which], fontsize=12)
        _finish(axes)
    ends = (f"{name} {clock[name][-1]:.2f} ms and {peaks[name][-1] / 2**20:.2f} MiB" for name in clock)
    return fig, f"{told} At N = {sizes[-1]}: {', '.join(ends)}."


@in_our_style
def routes(cases: Mapping[str, Mapping[str, tuple[float, float]]]) -> tuple[Figure, str]:
    """Draw for each f a panel of peaks above (in units of x's bytes) and of milliseconds below; the least is bold."""
    fig = Figure(figsize=(8.8, 4.2), facecolor=GROUND)
    left, right, gap = 0.045, 0.99, 0.025
    wide = (right - left - gap * (len(cases) - 1)) / len(cases)
    for place, (title, measured) in enumerate(cases.items()):
        for which, bottom in ((0, 0.56), (1, 0.14)):
            axes = fig.add_axes((left + place * (wide + gap), bottom, wide, 0.36))
            values = [pair[which] for pair in measured.values()]
            for bar, value in enumerate(values):
                axes.bar(bar, value, 0.8, color=_COLOURS[bar])
                bold: dict[str, Any] = {"fontweight": "bold"} if value == min(values) else {}
                text = f"{value:.0f}" if value >= 9.95 else f"{value:.2g}"
                axes.text(bar, value + max(values) * 0.02, text, ha="center", fontsize=9.5, color=INK, **bold)
            axes.set(ylim=(0, max(values) * 1.2), yticks=[])
            axes.set_xticks(range(len(values)), [str(bar + 1) for bar in range(len(values))], fontsize=9.5)
            axes.tick_params(length=0)
            if place == 0:
                axes.set_ylabel(("peak / bytes of x", "milliseconds")[which])
            if which == 0:
                axes.set_title(title, fontsize=10.5)
    names = next(iter(cases.values()))
    handles = [Patch(facecolor=_COLOURS[bar], label=f"{bar + 1}  {name}") for bar, name in enumerate(names)]
    fig.legend(handles=handles, loc="lower center", ncols=len(handles), frameon=False, fontsize=10.5, labelcolor=INK)
    return fig, "\n".join(_said(title, measured) for title, measured in cases.items())


def _said(title: str, measured: Mapping[str, tuple[float, float]]) -> str:
    """Name the leanest and the quickest of some routes, and every peak."""
    leanest, quickest = (min(measured, key=lambda name: measured[name][which]) for which in (0, 1))
    peaks = ", ".join(f"{name} {peak:.1f}" for name, (peak, _) in measured.items())
    return f"{title}: leanest {leanest}, quickest {quickest}. Peaks in units of x: {peaks}."


@in_our_style
def probes(counts: Sequence[int], errors: Sequence[float], law: Sequence[float]) -> tuple[Figure, str]:
    """Draw the typical relative error against the number of probes, and what the variance's formula foretells."""
    slope = power(counts, errors)
    fig = Figure(figsize=(7.2, 3.6), facecolor=GROUND)
    axes = fig.add_axes((0.145, 0.16, 0.835, 0.8))
    axes.loglog(counts, law, "--", color=SOFT, linewidth=1.6, label="the formula's")
    axes.loglog(counts, errors, "o-", color=BLUE, linewidth=1.8, label=f"measured: slope {slope:.2f}")
    axes.set(xlabel="probes $K$", ylabel="relative error of the trace")
    axes.set_xticks(counts, [f"{count}" for count in counts])
    axes.set_xticks([], minor=True)
    axes.yaxis.set(major_locator=LogLocator(subs=(1, 2, 5)), minor_locator=NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %"))
    _finish(axes, "upper right")
    return fig, (
        f"Error of the estimated trace against the number of probes, measured beside the formula: {errors[0]:.1%} with"
        f" 1 probe, {errors[-1]:.2%} with {counts[-1]}; slope {slope:.2f}."
    )


@in_our_style
def spectrum(eigenvalues: Tensor, found: Mapping[str, Tensor]) -> tuple[Figure, str]:
    """Draw eigenvalues as ticks on one axis (linear about 0, then logarithmic), and below them those that were found.

    Shapes: eigenvalues (N,), each of `found` (k,).
    """
    fig = Figure(figsize=(8.6, 3.0), facecolor=GROUND)
    axes = fig.add_axes((0.2, 0.2, 0.78, 0.74))
    rows = {f"all {len(eigenvalues)}, by eigvalsh": eigenvalues, **found}
    for place, (_, values) in enumerate(rows.items()):
        level = len(rows) - 1 - place
        colour = SOFT if place == 0 else _COLOURS[place - 1]
        axes.vlines(array(values), level - 0.36, level + 0.36, color=colour, linewidth=0.8 if place == 0 else 1.6)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xscale("symlog", linthresh=1e-3, linscale=0.6)
    axes.set(xlabel="eigenvalue of $H$", yticks=range(len(rows)), ylim=(-0.6, len(rows) - 0.4))
    axes.set_xlim(min(-0.03, 2 * float(eigenvalues[0])), 2 * float(eigenvalues[-1]))
    axes.set_yticklabels(list(rows)[::-1])
    axes.set_xticks([-1e-1, -1e-2, 0, 1e-2, 1e-1, 1, 10])
    axes.set_xticklabels(["−0.1", "−0.01", "0", "0.01", "0.1", "1", "10"])
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    return fig, (
        f"Eigenvalues as ticks on one axis: all {len(eigenvalues)} crowd about zero with a few far to the right,"
        f" from {float(eigenvalues[0]):.4f} to {float(eigenvalues[-1]):.3f}; those of {' and '.join(found)} sit on the"
        " outermost ones."
    )


@in_our_style
def direction(
    reach: Tensor, plane: Tensor, degrees: float, along: Tensor, parabola: Tensor, curvature: Tensor
) -> tuple[Figure, str]:
    """Draw a direction in a plane of two axes, contours of the loss beneath it, and the loss along it (right).

    Shapes: reach (R,), plane (R, R) with the first axis upwards, along and parabola (R,), curvature (); `degrees` away
    from the first axis.
    """
    angle = np.pi / 2 - np.radians(degrees)
    fig = Figure(figsize=(8.6, 3.6), facecolor=GROUND)
    map_, slice_ = fig.add_axes((0.095, 0.16, 0.33, 0.74)), fig.add_axes((0.53, 0.16, 0.455, 0.74))
    steps = array(reach)
    map_.contourf(steps, steps, array(plane.log()), levels=14, cmap="PuOr_r", alpha=0.75)
    far = float(reach[-1])
    map_.plot(
        *zip((-far * np.cos(angle), -far * np.sin(angle)), (far * np.cos(angle), far * np.sin(angle)), strict=True),
        color=INK,
        linewidth=2.2,
    )
    map_.plot(0, 0, "o", color="white", markeredgecolor=INK, markersize=7)
    map_.set(xlabel="along another direction", ylabel="along the top one", xlim=(-far, far), ylim=(-far, far))
    map_.set_title("The loss, and $v$", fontsize=12)
    slice_.plot(steps, array(along), color=BLUE, linewidth=2.2, label="the loss along $v$")
    slice_.plot(steps, array(parabola), "--", color=ORANGE, linewidth=2, label="its parabola, of one product")
    slice_.set(xlabel="distance along $v$")
    slice_.set_ylim(0, float(plane.max()) * 1.05)
    slice_.set_title(f"$v^\\top H\\, v$ = {float(curvature):.3g}", fontsize=12)
    _finish(slice_, "upper center")
    return fig, (
        f"Left: contours of the loss about the trained weights, and a line for v, {degrees:g} degrees from the steepest"
        f" direction. Right: the loss along v and its parabola, of curvature {float(curvature):.3g}."
    )


def _finish(axes: Axes, place: Literal["upper left", "upper right", "upper center"] = "upper left") -> None:
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.legend(loc=place, frameon=False, fontsize=10.5, labelcolor=INK)
