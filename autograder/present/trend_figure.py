"""Times against size, drawn.

trend_figure   TrendResult → matplotlib Figure: answer, reference and naive way on log-log axes; the title is the claim
trend_alt      the same as a sentence or two, for whoever cannot see it
trend_png      the figure as an image; trend_html, the image with its text alternative
"""

import textwrap
from base64 import b64encode
from io import BytesIO

import matplotlib
from markupsafe import Markup, escape
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

from autograder.judge.verdict import TrendResult
from autograder.present.page import render
from autograder.present.safe_text import plain
from autograder.present.words import STATES, called, medians_in_order, seconds, trend_sentence

# The colours of the lessons' figures, on a light ground, so that a figure reads the same on a dark page. Line style and
# marker tell the lines apart without colour.
_TITLE_WIDTH = 78  # characters of a line
_GROUND, _INK = "#fbfaf7", "#2b2f36"
_LOOKS = {
    "answer": ("#5d4a9c", "-", "o", 2.2),
    "reference": ("#1f6fb2", "--", "s", 1.6),
    "naive": ("#c8551b", ":", "^", 1.6),
}


def trend_figure(trend: TrendResult) -> Figure:
    """Return the figure, 6.4 × 4 inches; the title names the claim and what became of it."""
    figure = Figure(figsize=(6.4, 4.0), layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12), facecolor=_GROUND)
    axes = figure.add_subplot(facecolor="white")
    for who, medians in medians_in_order(trend):
        colour, line, marker, width = _LOOKS.get(who, (_INK, "-", "x", 1.2))
        points = [(size, 1e3 * time) for size, time in zip(trend.sizes, medians, strict=False) if time > 0]
        axes.plot(
            [size for size, _ in points],
            [time for _, time in points],
            linestyle=line,
            marker=marker,
            color=colour,
            linewidth=width,
            label=called(trend, who),
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_locator(FixedLocator(list(trend.sizes)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(list(trend.sizes), [str(size) for size in trend.sizes])
    axes.set_xlabel(plain(trend.size_name))
    axes.set_ylabel("median time (ms)")
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=12))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_title(_title(trend), fontsize=10, parse_math=False)
    axes.grid(visible=True, color="#dcdcd4", linewidth=0.8)
    for text in (axes.title, axes.xaxis.label, axes.yaxis.label, *axes.get_xticklabels(), *axes.get_yticklabels()):
        text.set_color(_INK)
    axes.tick_params(which="both", colors=_INK)
    for spine in axes.spines.values():
        spine.set_color(_INK)
    if axes.lines:
        axes.legend(frameon=False, labelcolor=_INK)
    return figure


def _title(trend: TrendResult) -> str:
    """Return the claim that was judged, and what became of it; growth and ratio stand in the sentence beneath."""
    state = STATES.get(trend.state, ("?", plain(trend.state)))[1]
    return textwrap.fill(f"{plain(trend.claim).rstrip('.')}: {state}", _TITLE_WIDTH)


def trend_alt(trend: TrendResult) -> str:
    """Return what the figure shows, in words."""
    name = plain(trend.size_name)
    if not trend.sizes:
        return "No time could be taken."
    lines = [
        f"{called(trend, who)} from {seconds(medians[0])} to {seconds(medians[-1])}"
        for who, medians in medians_in_order(trend)
        if medians
    ]
    drawn = f"Median time against {name} from {trend.sizes[0]} to {trend.sizes[-1]}, both axes logarithmic"
    return f"{_title(trend).replace(chr(10), ' ')}. {drawn}: {'; '.join(lines)}. {trend_sentence(trend)}"


def trend_png(trend: TrendResult) -> str:
    """Return the figure as an image of twice the pixels, in base64."""
    stream = BytesIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever a learner has set: with large letters, say, labels would be cut off
        trend_figure(trend).savefig(stream, format="png", dpi=192)
    return b64encode(stream.getvalue()).decode("ascii")


def trend_html(trend: TrendResult, image: str, note: str = "") -> str:
    """Return the image with its text alternative, a note above it and the sentence beneath."""
    alt = escape(plain(trend_alt(trend), longest=2000))
    told = {"alt": alt, "image": Markup(image), "said": trend_sentence(trend), "note": note}  # the image is base64
    return render("trend.html.j2", told)
