"""Times against size: the figure's parts and its text alternative."""

from dataclasses import replace

import matplotlib
import pytest
from matplotlib.colors import to_rgb

from autograder.present.trend_figure import trend_alt, trend_figure, trend_html, trend_png


def test_all_three_are_drawn_on_log_axes(trend) -> None:
    (axes,) = trend_figure(trend).axes
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert [line.get_label() for line in axes.lines] == ["yours", "reference", "naive"]
    assert list(axes.lines[0].get_xdata()) == [8, 16, 32, 64]
    assert list(axes.lines[0].get_ydata()) == pytest.approx([0.31, 0.6, 1.2, 2.41])


def test_lines_differ_by_more_than_colour(trend) -> None:
    (axes,) = trend_figure(trend).axes
    assert len({(line.get_linestyle(), line.get_marker()) for line in axes.lines}) == 3


def test_the_title_is_the_claim_that_was_judged_and_not_another(trend) -> None:
    (axes,) = trend_figure(trend).axes
    assert " ".join(axes.get_title().split()) == f"{trend.claim.rstrip('.')}: confirmed"
    assert "grows like" not in axes.get_title()
    assert trend_alt(trend).startswith(" ".join(axes.get_title().split()))


def test_it_reads_the_same_on_a_dark_page(trend) -> None:
    """Its ground is its own and light; everything drawn on it is dark."""
    figure = trend_figure(trend)
    (axes,) = figure.axes
    assert min(figure.get_facecolor()) > 0.95
    drawn = [axes.title, axes.xaxis.label, axes.yaxis.label, *axes.get_xticklabels(), *axes.get_legend().get_texts()]
    assert all(max(to_rgb(text.get_color())) < 0.25 for text in drawn)


def test_it_is_the_same_whatever_is_set_in_matplotlib(trend) -> None:
    ours = trend_png(trend)
    with matplotlib.rc_context({"font.size": 22, "axes.grid": True, "savefig.bbox": "tight"}):
        assert trend_png(trend) == ours
        assert matplotlib.rcParams["font.size"] == 22


def test_the_figure_in_words(trend) -> None:
    said = trend_alt(trend)
    assert "against M from 8 to 64" in said
    assert "yours from 310 µs to 2.41 ms" in said
    assert "naive from 600 µs to 4.90 ms" in said
    assert "power 0.99" in said


def test_the_image_carries_its_words(trend, read) -> None:
    page = read(trend_html(trend, trend_png(trend)))
    assert page.faults == []
    (image,) = page.attributes("img")
    assert image["alt"] == trend_alt(trend)
    assert image["src"].startswith("data:image/png;base64,")


def test_without_times_it_says_so(trend) -> None:
    nothing = replace(trend, sizes=(), medians={}, ratio=float("nan"), slope=float("nan"))
    assert trend_alt(nothing) == "No time could be taken."
    assert trend_figure(nothing).axes[0].lines[:] == []


def test_a_strange_name_is_not_read_as_mathematics(hostile) -> None:
    assert not trend_figure(hostile.trend).axes[0].title.get_parse_math()
    strange = replace(hostile.trend, size_name="$\\frac{")
    assert trend_html(strange, trend_png(strange)).startswith("<figure")


def test_a_busy_machine_is_told_above_it(trend, read) -> None:
    assert read(trend_html(trend, "", "Trust the counts.")).text.strip().startswith("Trust the counts.")
    assert "Trust" not in read(trend_html(trend, "")).text
