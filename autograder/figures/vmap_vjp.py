"""Lesson 02's figures, drawn from numbers that the lesson measured, each with its text alternative.

speed_up      how many times faster one wide pass is than the loop, against M, with intervals
chunk_trade   time and peak against the size of a chunk
chunk_choice  the same with one size picked out, and M rows cut into chunks of it
PUBLISHED     the seconds that the tutorial prints for a 16 × 16 Jacobian
"""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from autograder.figures.drawing import BLUE, ORANGE, PURPLE, SOFT
from autograder.figures.picture import GROUND, INK, in_our_style

_GRID: dict[str, Any] = {"color": "#dddad2", "linewidth": 0.8}

Drawn = tuple[Figure, str]

# https://pytorch.org/tutorials/intermediate/jacobians_hessians.html, as its page prints them.
PUBLISHED: Mapping[str, float] = {"loop": 1.44e-3, "jacrev": 412e-6}


@in_our_style
def speed_up(sizes: Sequence[int], leads: Sequence[Sequence[float]]) -> Drawn:
    """Draw ratios of times against M, both axes logarithmic: at each size the median and the middle three fifths.

    leads has a row a round, of a ratio for each size.
    """
    rounds = len(leads)
    ranked = [sorted(each) for each in zip(*leads, strict=True)]
    middle = [lead[rounds // 2] for lead in ranked]
    inner = [(lead[rounds // 5], lead[-1 - rounds // 5]) for lead in ranked]
    fig = Figure(figsize=(6.8, 3.6), facecolor=GROUND)
    axes = fig.add_axes((0.14, 0.17, 0.83, 0.78))
    below = [value - low for value, (low, _) in zip(middle, inner, strict=True)]
    above = [high - value for value, (_, high) in zip(middle, inner, strict=True)]
    axes.errorbar(sizes, middle, (below, above), fmt="o-", color=PURPLE, linewidth=1.8, capsize=4)
    axes.axhline(1, color=INK, linewidth=1, linestyle="--")
    axes.text(sizes[-1], 1.05, "as fast as the loop", ha="right", va="bottom", color=SOFT, fontsize=11)
    _doublings(axes, sizes)
    axes.set_yscale("log")
    low, high = min(0.7, *(pair[0] for pair in inner)), max(pair[1] for pair in inner) * 1.25
    marks = [mark for mark in (0.25, 0.5, 1, 2, 4, 8, 16, 32, 64) if low <= mark <= high]
    axes.yaxis.set(major_locator=FixedLocator(marks), minor_locator=NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} ×"))
    axes.set(xlabel="rows $M$", ylabel="faster than the fair loop", ylim=(low * 0.9, high))
    axes.grid(**_GRID)
    return fig, (
        f"How many times faster the wide pass is than the fair loop: {middle[0]:.1f} times at M = {sizes[0]},"
        f" {middle[-1]:.1f} times at M = {sizes[-1]}. Bars hold the middle three fifths of {rounds} rounds."
    )


@in_our_style
def chunk_trade(sizes: Sequence[int], times: Sequence[float], peaks: Sequence[float]) -> Drawn:
    """Draw milliseconds (left) and the peak in units of J's bytes (right) against the chunk size."""
    fig = Figure(figsize=(8.6, 3.4), facecolor=GROUND)
    _trade(fig.add_axes((0.075, 0.18, 0.405, 0.71)), fig.add_axes((0.58, 0.18, 0.405, 0.71)), sizes, times, peaks)
    said = "; ".join(
        f"in chunks of {sizes[i]}, {times[i]:.1f} ms and a peak of {peaks[i]:.0f} times J's own bytes"
        for i in (0, 2 * len(sizes) // 3, -1)
    )
    return fig, f"Time falls, and peak grows: {said}."


@in_our_style
def chunk_choice(
    sizes: Sequence[int], times: Sequence[float], peaks: Sequence[float], chosen: int, rows: int, hidden: int
) -> Drawn:
    """Draw `rows` unit vectors cut into chunks of sizes[chosen], and that size marked on both curves.

    Each vector carries `hidden` numbers through the widest layer of f.
    """
    fig = Figure(figsize=(8.6, 3.4), facecolor=GROUND)
    cut = fig.add_axes((0.02, 0.05, 0.21, 0.84))
    time, peak = fig.add_axes((0.315, 0.18, 0.28, 0.71)), fig.add_axes((0.705, 0.18, 0.28, 0.71))
    _trade(time, peak, sizes, times, peaks)
    for axes, values, colour in ((time, times, ORANGE), (peak, peaks, BLUE)):
        axes.axvline(sizes[chosen], color=SOFT, linewidth=1, linestyle=":")
        ring: dict[str, Any] = {"markersize": 14, "markerfacecolor": "none", "markeredgewidth": 2.2}
        axes.plot(sizes[chosen], values[chosen], "o", markeredgecolor=colour, **ring)
    _cut(cut, rows, sizes[chosen])
    size = sizes[chosen]
    return fig, (
        f"Chunk size {size}: {-(-rows // size)} passes for {rows} rows. One pass carries {size} × {hidden} numbers"
        f" through the hidden layer. {times[chosen]:.1f} ms, peak {peaks[chosen]:.0f} times J's own bytes."
    )


def _trade(time: Axes, peak: Axes, sizes: Sequence[int], times: Sequence[float], peaks: Sequence[float]) -> None:
    time.plot(sizes, times, "o-", color=ORANGE, linewidth=1.8)
    peak.plot(sizes, peaks, "s-", color=BLUE, linewidth=1.8)
    time.set_title("Time, ms", fontsize=12)
    peak.set_title("Peak, times J's own bytes", fontsize=12)
    for axes, values in ((time, times), (peak, peaks)):
        _doublings(axes, sizes)
        axes.set_yscale("log")
        top, bottom = max(values) * 1.5, min(values) / 1.5
        marks = [digit * 10**power for power in range(-2, 6) for digit in (1, 2, 5)]
        shown = [mark for mark in marks if bottom <= mark <= top]
        axes.yaxis.set(major_locator=FixedLocator(shown), minor_locator=NullLocator())
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.set(xlabel="rows in a chunk", ylim=(bottom, top))
        axes.grid(**_GRID)


def _doublings(axes: Axes, sizes: Sequence[int]) -> None:
    axes.set_xscale("log", base=2)
    axes.xaxis.set(major_locator=FixedLocator(list(sizes)), minor_locator=NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def _cut(axes: Axes, rows: int, size: int) -> None:
    """Draw `rows` lines as one block, cut after every `size`; the first chunk, on its way through f, is dark."""
    for number, start in enumerate(range(0, rows, size)):
        axes.add_patch(
            Rectangle(
                (0, start),
                1,
                min(size, rows - start),
                facecolor=PURPLE if number == 0 else ("#cfc7e6", "#ece8f5")[number % 2],
                edgecolor="none",
            )
        )
    passes = -(-rows // size)
    axes.set(xlim=(-0.02, 1.02), ylim=(rows, 0))
    axes.set_title(f"{passes} {'pass' if passes == 1 else 'passes'}, {size} wide", fontsize=12)
    axes.axis("off")
