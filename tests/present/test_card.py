"""The card: what a learner reads, in each of its forms."""

import dataclasses
import io
import re

import pytest
from rich.console import Console

from autograder.judge.verdict import CostRow, Mark, Outcome, TrendResult, Verdict
from autograder.present.card import Beside, card_html, card_text
from autograder.present.styles import COLOURS
from autograder.present.terminal import card_rich, prose
from autograder.questions import LESSONS, question


def _rich(verdict: Verdict, **options: str) -> str:
    console = Console(width=120, force_terminal=True, color_system="standard", record=True, file=io.StringIO())
    console.print(card_rich(verdict, **options))
    return console.export_text()


def _shown(form: str, verdict: Verdict, read) -> str:
    if form == "html":
        return read(card_html(verdict)).text
    return card_text(verdict) if form == "text" else _rich(verdict)


@pytest.fixture(params=["html", "text", "rich"])
def form(request) -> str:
    return request.param


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_number_is_cut_in_a_narrow_terminal(verdict, width) -> None:
    out = io.StringIO()
    Console(width=width, file=out).print(card_rich(verdict))
    shown = re.sub(r"[\s│]+", " ", out.getvalue())
    assert "…" not in shown
    for text in ("reference", "1.5 KiB", "3.0 MiB", "31.0 k"):
        assert text in shown
    assert max(map(len, out.getvalue().splitlines())) <= width


def test_no_pass_and_no_peak_is_broken_over_two_lines(verdict) -> None:
    cost = CostRow("a call", "yours", "1", "1 × 1 back, 3 × 3 + 1 × 2 tangent", 2048, 12)
    one = dataclasses.replace(verdict, costs=(cost,))
    parts = re.findall(r'<span style="white-space: nowrap">([^<]*)</span>', card_html(one))
    assert parts == ["1", "1 × 1 back,", "3 × 3 +", "1 × 2 tangent", "2.0 KiB", "12"]
    out = io.StringIO()
    Console(width=80, file=out).print(card_rich(one))
    assert re.search(r"1 × 1 back, .*\n.* 3 × 3 \+ 1 × 2 tangent ", out.getvalue())


def test_code_is_told_by_more_than_its_colour() -> None:
    out = io.StringIO()
    Console(width=80, file=out, no_color=True).print(prose("Write `x @ v`."))
    assert out.getvalue() == "Write `x @ v`.\n"


def test_a_reason_stands_below_its_mark_where_a_terminal_is_narrow(verdict) -> None:
    for width, is_below in ((40, True), (80, False)):
        out = io.StringIO()
        Console(width=width, file=out).print(card_rich(verdict))
        (mark,) = (each for each in out.getvalue().splitlines() if "✗ failed" in each)
        assert mark.rstrip("│ ").endswith("0 / 2") is is_below


def test_html_is_sound(verdict, read) -> None:
    assert read(card_html(verdict, "one row at a time")).faults == []


def test_each_form_says_all_of_it(verdict, form, read) -> None:
    shown = " ".join(_shown(form, verdict, read).split())
    expected = [
        "jacobian_by_rows",
        question("jacobian_by_rows").title,
        "4 of 7 points",
        "7 evaluations of f, expected at most 2",
    ]
    expected += ["What we saw", "f was evaluated 7 times for 7 rows.", "Next step", "Move it above the loop."]
    expected += [
        "A remark (it costs nothing)",
        "Who needs it?",
        "wide f: M = 7",
        "31 × 1",
        "1.5 KiB",
        "3.0 MiB",
        "31.0 k",
    ]
    expected += ["confirmed", "Evaluating f once makes the loop faster.", "(interval 0.47 to 0.52)"]
    for text in expected:
        assert text in shown, text
    for _, word in (("✓", "passed"), ("✗", "failed"), ("–", "not run")):
        assert word in shown


def test_a_part_that_is_empty_has_no_heading(verdict, read) -> None:
    assert read(card_html(verdict)).text.count("Why") == 2  # the column, and the diagnosis; the remark has none


@pytest.mark.parametrize("outcome", list(Outcome))
def test_no_outcome_is_told_by_colour_alone(outcome, form, read) -> None:
    """Two verdicts that differ in an outcome still differ when every colour and style is taken away."""

    def shown(which: Outcome) -> str:
        return _shown(form, Verdict("f", (Mark("value", which, 0, 3, "says"),)), read)

    others = {shown(other) for other in Outcome if other is not outcome}
    assert shown(outcome) not in others


def test_tables_name_their_rows_and_columns(verdict, read) -> None:
    card = read(card_html(verdict))
    scopes = [attributes.get("scope") for attributes in card.attributes("th")]
    assert set(scopes) == {"col", "row", "rowgroup"}
    assert scopes.count("rowgroup") == 2  # one a call
    assert len(card.attributes("caption")) == 2


def test_it_relies_on_no_background_and_no_style_sheet(verdict, read) -> None:
    page = card_html(verdict)
    card = read(page)
    # The one there is says how a narrow place differs; where it is taken out, nothing else changes.
    (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert re.fullmatch(r"(\s*@container \(max-width: \d+em\) \{(\s*[^{}@]+\{[^{}]+\})+\s*\}\s*)+", sheet)
    styles = [attributes["style"] for _, attributes in card.tags if "style" in attributes]
    grounds = {ground for style in styles for ground in re.findall(r"background: ([^;]+)", style)}
    drawn = set(COLOURS.values())  # bars, which stand on the page's own ground
    assert grounds - drawn <= {"transparent", "rgba(128, 128, 128, 0.07)", "rgba(128, 128, 128, 0.15)"}
    assert not any("#fff" in style or "white;" in style or "#000" in style for style in styles)


def test_jupyter_neither_typesets_nor_lists_it(verdict, read) -> None:
    card = read(card_html(verdict))
    assert {"mathjax_ignore", "tex2jax_ignore"} <= set(card.tags[0][1]["class"].split())
    assert not [tag for tag, _ in card.tags if re.fullmatch("h[1-6]", tag)]


def test_what_a_student_wrote_is_text(hostile, read) -> None:
    page = card_html(hostile, "<b>title</b>")
    card = read(page)
    assert card.faults == []
    assert "<script>alert(1)</script>" in card.text
    assert "<b>title</b>" in card.text
    assert not card.attributes("img")
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_what_a_student_wrote_reaches_no_terminal_as_a_command(hostile) -> None:
    for shown in (card_text(hostile), _rich(hostile)):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "[red]" in shown
        assert "<script>alert(1)</script>" in shown


def test_lines_of_text_stay_lines(hostile) -> None:
    heads = [line for line in card_text(hostile).splitlines() if line.startswith("  ✗")]
    assert len(heads) == 1
    assert "$x$" in heads[0]


def test_one_reason_for_several_criteria_stands_once(read) -> None:
    marks = [Mark(name, Outcome.NOT_RUN, 0, 1, "the file breaks off") for name in ("value", "method", "cost")]
    card = read(card_html(Verdict("f", tuple(marks))))
    assert card.text.count("the file breaks off") == 1
    assert card.text.count("not run") == 3
    assert [cell["rowspan"] for cell in card.attributes("td") if "rowspan" in cell] == ["3"]


def test_what_is_not_graded_shows_no_points(verdict, read) -> None:
    beside = Beside(is_graded=False)
    for shown in (card_text(verdict, beside=beside), read(card_html(verdict, beside=beside)).text):
        assert "not graded" in shown
        assert not re.search(r"\d / \d|points", shown.lower())


def test_a_withheld_grade_is_said_to_be_ours(form, read) -> None:
    marks = (Mark("value", Outcome.PASSED, 3, 3, "right"), Mark("cost", Outcome.GRADER_ERROR, 0, 2, "no memory"))
    shown = " ".join(_shown(form, Verdict("f", marks), read).split())
    assert "withheld (of 5 points)" in shown
    assert "not in your answer" in shown
    assert "0 / 2" not in shown


def test_a_bare_verdict_has_no_empty_boxes(form, read) -> None:
    shown = _shown(form, Verdict("f", (Mark("value", Outcome.NOT_RUN, 0, 3, "the cell was not found"),)), read)
    for heading in ("Diagnosis", "remark", "What it cost", "Time"):
        assert heading not in shown


def test_costs_of_one_call_stand_together_and_yours_stands_out(verdict) -> None:
    rows = re.findall(r"<tr.*?</tr>", card_html(verdict), re.DOTALL)
    yours = [row for row in rows if ">yours</th>" in row]
    assert len(yours) == 3  # two calls and the times
    assert all("font-weight: 600" in row.split(">yours</th>")[1] for row in yours)
    naive = [row for row in rows if ">naive</th>" in row]
    assert not any("font-weight: 600" in row.split(">naive</th>")[1] for row in naive)


def test_the_terminal_says_where_the_answer_stands(verdict) -> None:
    assert "answers/[bold]a.py" in _rich(verdict, file="answers/[bold]a.py")


def test_a_card_shows_three_calls_at_most_and_first_those_that_differ():
    from autograder.present.words import telling

    def row(label: str, who: str, forwards: str) -> CostRow:
        return CostRow(label, who, forwards, "1 × 1 back", 8, 0)

    same = [row(f"call {i}", who, "1") for i in range(5) for who in ("yours", "reference")]
    dear = [row("dear", "yours", "9"), row("dear", "reference", "1")]
    shown = telling(Verdict("q", (), costs=(*same, *dear)))
    assert list(dict.fromkeys(each.label for each in shown)) == ["call 0", "call 1", "dear"]
    assert telling(Verdict("q", (), costs=tuple(dear))) == tuple(dear)


def test_no_cost_is_shown_of_a_wrong_value(verdict, form, read) -> None:
    wrong = (dataclasses.replace(verdict.marks[0], criterion="value", outcome=Outcome.FAILED), *verdict.marks[1:])
    assert "What it cost" in _shown(form, verdict, read)
    assert "What it cost" not in _shown(form, dataclasses.replace(verdict, marks=wrong), read)


def test_where_a_claims_naive_way_is_another_the_card_calls_it_so(verdict: Verdict, trend: TrendResult) -> None:
    asked = [each for lesson in LESSONS for each in lesson.questions if each.trend]
    apart = [each.name for each in asked if each.trend.naive is not each.naive and each.trend.called == "naive"]
    assert apart == []
    shown = dataclasses.replace(verdict, trend=dataclasses.replace(trend, naive="a loop"))
    for text in (card_text(shown), card_html(shown)):
        assert "times as long as a loop" in text
