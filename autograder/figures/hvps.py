"""Lesson 06's figures, drawn from numbers that the lesson measured.

against_n   time and peak of the product and of the whole Hessian against N, logarithmic axes, slopes written on
routes      peak and time of a few ways to one product, a panel for each f
probes      the error of an estimated trace against the number of probes
spectrum    all eigenvalues of a Hessian, and those that some tens of products found
direction   a loss around a point: a direction in a plane, and the loss along it beside its parabola
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from torch import Tensor

from autograder.figures.drawing import BLUE, GROUND, INK, ORANGE, PURPLE, SOFT

_GRID = "#dddad2"
_COLOURS = (BLUE, ORANGE, PURPLE, "#8a6d1d")


def against_n(
    sizes: Sequence[int],
    times: Mapping[str, Sequence[float]],
    peaks: Mapping[str, Sequence[float]],
    slopes: Mapping[str, tuple[float, float]],
) -> Figure:
    """Draw milliseconds (left) and peak bytes (right) against N; `slopes` are (of time, of peak) by the same names."""
    fig = Figure(figsize=(8.6, 3.6), facecolor=GROUND)
    panels = ((0.085, times, "milliseconds", 0), (0.585, peaks, "peak, bytes", 1))
    for left, values, label, which in panels:
        axes = fig.add_axes((left, 0.16, 0.405, 0.74))
        for place, (name, line) in enumerate(values.items()):
            words = f"{name}: slope {slopes[name][which]:.2f}"
            axes.loglog(sizes, line, "os"[place] + "-", color=_COLOURS[place], linewidth=1.8, label=words)
        low, high = (pick(pick(line) for line in values.values()) for pick in (min, max))
        axes.set(xlabel="inputs $N$", ylabel=label, ylim=(low / 2.5, high * 30))
        axes.set_xticks(sizes, [f"{size}" for size in sizes])
        axes.set_xticks([], minor=True)
        axes.set_title(("Time", "Peak memory")[which], fontsize=12)
        _finish(axes)
    return fig


def routes(cases: Mapping[str, Mapping[str, tuple[float, float]]]) -> Figure:
    """Draw for each f a panel of peaks above (in units of x's bytes) and of milliseconds below; the least is bold."""
    fig = Figure(figsize=(8.8, 4.2), facecolor=GROUND)
    left, right, gap = 0.045, 0.99, 0.025
    wide = (right - left - gap * (len(cases) - 1)) / len(cases)
    for place, (title, measured) in enumerate(cases.items()):
        for which, bottom in ((0, 0.53), (1, 0.1)):
            axes = fig.add_axes((left + place * (wide + gap), bottom, wide, 0.38))
            values = [pair[which] for pair in measured.values()]
            for bar, value in enumerate(values):
                axes.bar(bar, value, 0.8, color=_COLOURS[bar])
                bold: dict[str, Any] = {"fontweight": "bold"} if value == min(values) else {}
                text = f"{value:.0f}" if value >= 9.95 else f"{value:.2g}"
                axes.text(bar, value + max(values) * 0.02, text, ha="center", fontsize=9.5, color=INK, **bold)
            axes.set(ylim=(0, max(values) * 1.2), xticks=[], yticks=[])
            if place == 0:
                axes.set_ylabel(("peak / bytes of x", "milliseconds")[which])
            if which == 0:
                axes.set_title(title, fontsize=10.5)
    names = next(iter(cases.values()))
    handles = [Patch(facecolor=_COLOURS[bar], label=name) for bar, name in enumerate(names)]
    fig.legend(handles=handles, loc="lower center", ncols=len(handles), frameon=False, fontsize=10.5, labelcolor=INK)
    return fig


def probes(counts: Sequence[int], errors: Sequence[float], law: Sequence[float], slope: float) -> Figure:
    """Draw the typical relative error against the number of probes, and what the variance's formula foretells."""
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
    return fig


def spectrum(eigenvalues: Tensor, found: Mapping[str, Tensor]) -> Figure:
    """Draw eigenvalues as ticks on one axis (linear about 0, then logarithmic), and below them those that were found.

    Shapes: eigenvalues (N,), each of `found` (k,).
    """
    fig = Figure(figsize=(8.6, 3.0), facecolor=GROUND)
    axes = fig.add_axes((0.2, 0.2, 0.78, 0.74))
    rows = {f"all {len(eigenvalues)}, by eigvalsh": eigenvalues, **found}
    for place, (_, values) in enumerate(rows.items()):
        level = len(rows) - 1 - place
        colour = SOFT if place == 0 else _COLOURS[place - 1]
        axes.vlines(values.numpy(), level - 0.36, level + 0.36, color=colour, linewidth=0.8 if place == 0 else 1.6)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xscale("symlog", linthresh=1e-3, linscale=0.6)
    axes.set(xlabel="eigenvalue of $H$", yticks=range(len(rows)), ylim=(-0.6, len(rows) - 0.4))
    axes.set_xlim(min(-0.03, 2 * float(eigenvalues[0])), 2 * float(eigenvalues[-1]))
    axes.set_yticklabels(list(rows)[::-1])
    axes.set_xticks([-1e-1, -1e-2, 0, 1e-2, 1e-1, 1, 10])
    axes.set_xticklabels(["−0.1", "−0.01", "0", "0.01", "0.1", "1", "10"])
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    return fig


def direction(reach: Tensor, plane: Tensor, angle: float, along: Tensor, parabola: Tensor, curvature: float) -> Figure:
    """Draw a direction in a plane of two axes, contours of the loss beneath it, and the loss along it (right).

    Shapes: reach (R,), plane (R, R) with the first axis upwards, along and parabola (R,); angle in radians.
    """
    fig = Figure(figsize=(8.6, 3.6), facecolor=GROUND)
    map_, slice_ = fig.add_axes((0.095, 0.16, 0.33, 0.74)), fig.add_axes((0.53, 0.16, 0.455, 0.74))
    steps = reach.numpy()
    map_.contourf(steps, steps, plane.log().numpy(), levels=14, cmap="PuOr_r", alpha=0.75)
    far = float(reach[-1])
    map_.plot(
        *zip((-far * np.cos(angle), -far * np.sin(angle)), (far * np.cos(angle), far * np.sin(angle)), strict=True),
        color=INK,
        linewidth=2.2,
    )
    map_.plot(0, 0, "o", color="white", markeredgecolor=INK, markersize=7)
    map_.set(xlabel="along another direction", ylabel="along the top one", xlim=(-far, far), ylim=(-far, far))
    map_.set_title("The loss, and $v$", fontsize=12)
    slice_.plot(steps, along.numpy(), color=BLUE, linewidth=2.2, label="the loss along $v$")
    slice_.plot(steps, parabola.numpy(), "--", color=ORANGE, linewidth=2, label="its parabola, of one product")
    slice_.set(xlabel="distance along $v$")
    slice_.set_ylim(0, float(plane.max()) * 1.05)
    slice_.set_title(f"$v^\\top H\\, v$ = {curvature:.3g}", fontsize=12)
    _finish(slice_, "upper center")
    return fig


def _finish(axes: Axes, place: Literal["upper left", "upper right", "upper center"] = "upper left") -> None:
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.legend(loc=place, frameon=False, fontsize=10.5, labelcolor=INK)
