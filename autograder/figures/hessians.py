"""Lesson 04's figures, each with its text alternative, drawn from numbers that the lesson measured.

four_ways        time and peak of the four compositions, a column of two panels for each f
one_way          the same with one composition picked out, and what its two levels do
told             who is quickest and who is leanest, a line for each f
smooth_and_bent  Hessians of a tanh net and of a ReLU net
"""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from torch import Tensor

from autograder.figures.drawing import BLUE, ORANGE, PURPLE, SOFT, matrices
from autograder.figures.picture import GROUND, INK, in_our_style

# composition → (milliseconds, peak in units of H's own bytes)
Measured = Mapping[str, tuple[float, float]]

_COLOURS = {"fwd_rev": PURPLE, "rev_rev": BLUE, "fwd_fwd": "#8a6d1d", "rev_fwd": ORANGE}
_PALE = "#d9d6ce"
_KINDS = (("milliseconds", 0), ("peak / bytes of H", 1))
_INNER = {
    "fwd": ("jacfwd", "N tangents at once\nthrough f, while it runs"),
    "rev": ("jacrev", "M rows at once\nback through f's record"),
}
_OUTER = {
    "fwd_rev": ("jacfwd", "N tangents through all of it:\nf's record is N wide, until\nthe way back has used it"),
    "rev_rev": ("jacrev", "M · N rows back through that\nreverse pass and through f:\nat every step, all at once"),
    "fwd_fwd": ("jacfwd", "N tangents through each of\nthe N below: N · N at once.\nNo record: a step is forgotten"),
    "rev_fwd": ("jacrev", "M · N rows back through the\nrecord of N tangents: all of\nthem kept, all at once"),
}


@in_our_style
def four_ways(cases: Mapping[str, Measured]) -> tuple[Figure, str]:
    """Draw a pair of bar charts (time above, peak below) for each f, on logarithmic axes; the least is marked."""
    fig = Figure(figsize=(8.8, 4.6), facecolor=GROUND)
    _bars(fig, cases, (0.085, 0.99), None)
    return fig, "Time and peak of the four compositions. " + ". ".join(told(cases)) + "."


def told(cases: Mapping[str, Measured]) -> list[str]:
    """Say of each f which composition is quickest, which leanest, and what reverse over forward takes."""
    lines = []
    for title, measured in cases.items():
        quickest = min(measured, key=lambda name: measured[name][0])
        leanest = min(measured, key=lambda name: measured[name][1])
        ms, peak = measured["rev_fwd"]
        lines.append(
            f"{title}: quickest {quickest} ({measured[quickest][0]:.1f} ms), leanest {leanest}"
            f" ({measured[leanest][1]:.1f} times H); rev_fwd takes {ms:.0f} ms and {peak:.0f} times H,"
            f" {peak / measured[leanest][1]:.0f} times the leanest"
        )
    return lines


@in_our_style
def one_way(cases: Mapping[str, Measured], which: int) -> tuple[Figure, str]:
    """Draw the two levels of one composition, by its place, and its bars in colour."""
    chosen = list(_OUTER)[which]
    inner, outer = _INNER[chosen.split("_")[1]], _OUTER[chosen]
    fig = Figure(figsize=(8.8, 4.6), facecolor=GROUND)
    _nested(fig.add_axes((0.0, 0.03, 0.335, 0.93)), (inner, outer), _COLOURS[chosen])
    _bars(fig, cases, (0.415, 0.99), chosen)
    pairs = [(title, *measured[chosen]) for title, measured in cases.items()]
    numbers = "; ".join(f"{title}: {ms:.1f} ms, peak {peak:.1f} times H" for title, ms, peak in pairs)
    return fig, f"{chosen}, {outer[0]} around {inner[0]}. {numbers}."


@in_our_style
def smooth_and_bent(smooth: Tensor, bent: Tensor) -> tuple[Figure, str]:
    """Draw the Hessian of a tanh net, that minus its transpose, and the Hessian of a ReLU net."""
    n = len(smooth)
    named = {"tanh net: H": smooth, "H minus its transpose": smooth - smooth.T, "ReLU net: H": bent}
    return matrices(named), (
        f"Heat maps of three {n} by {n} matrices: the Hessian of a tanh network, symmetric; that matrix minus its"
        " transpose, blank; and the Hessian of the same network with ReLU, blank."
    )


def _bars(fig: Figure, cases: Mapping[str, Measured], across: tuple[float, float], chosen: str | None) -> None:
    left, right = across
    gap, count = 0.025, len(cases)
    wide = (right - left - gap * (count - 1)) / count
    for label, which in _KINDS:
        values = [measured[name][which] for measured in cases.values() for name in measured]
        limits = min(values) / 2.5, max(values) * 5
        for place, (title, measured) in enumerate(cases.items()):
            bottom = 0.51 if which == 0 else 0.10
            axes = fig.add_axes((left + place * (wide + gap), bottom, wide, 0.36))
            _chart(axes, {name: pair[which] for name, pair in measured.items()}, limits, chosen)
            if which == 0:
                axes.set_title("\n".join(title.rsplit(", ", 1)), fontsize=10.5, linespacing=1.3)
                axes.set_xticklabels([])
            if place == 0:
                axes.set_ylabel(label)
            else:
                axes.set_yticklabels([])


def _chart(axes: Axes, heights: Mapping[str, float], limits: tuple[float, float], chosen: str | None) -> None:
    least = min(heights.values())
    for place, (name, height) in enumerate(heights.items()):
        colour = _COLOURS[name] if chosen in (None, name) else _PALE
        axes.bar(place, height, 0.78, color=colour)
        words: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": 9}
        bold = "bold" if height == least else "normal"
        text = f"{height:.0f}" if height >= 9.95 else f"{height:.1f}"
        axes.text(place, height * 1.12, text, color=INK if chosen in (None, name) else SOFT, fontweight=bold, **words)
    axes.set_yscale("log")
    axes.set(ylim=limits, xticks=range(len(heights)))
    axes.set_xticklabels([name.replace("_", "\n") for name in heights])
    axes.yaxis.set(major_locator=FixedLocator([10.0**power for power in range(-3, 6)]), minor_locator=NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.grid(axis="y", color="#dddad2", linewidth=0.8)
    axes.set_axisbelow(True)


def _nested(axes: Axes, levels: Sequence[tuple[str, str]], colour: str) -> None:
    """Draw f inside the inner level inside the outer one."""
    (inner, inner_does), (outer, outer_does) = levels
    boxes = ((0.03, 0.02, 0.94, 0.96, 0.16), (0.10, 0.07, 0.80, 0.58, 0.24), (0.22, 0.11, 0.56, 0.13, 0.9))
    for x, y, width, height, strength in boxes:
        frame: dict[str, Any] = {"edgecolor": colour, "linewidth": 1.4}
        ground = _mixed(colour, strength if strength < 0.5 else 0.0)
        axes.add_patch(
            FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=0.03", facecolor=ground, **frame)
        )
    told: dict[str, Any] = {"ha": "center", "va": "top", "color": INK}
    axes.text(0.5, 0.94, f"outer: {outer}", fontsize=13, fontweight="bold", **told)
    axes.text(0.5, 0.865, outer_does, fontsize=10, linespacing=1.35, **told)
    axes.text(0.5, 0.61, f"inner: {inner}", fontsize=13, fontweight="bold", **told)
    axes.text(0.5, 0.535, inner_does, fontsize=10, linespacing=1.35, **told)
    axes.text(0.5, 0.175, "f", fontsize=14, ha="center", va="center", color=INK, fontstyle="italic")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")


def _mixed(colour: str, share: float) -> str:
    """Return `share` of a colour over white."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)
