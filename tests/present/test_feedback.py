"""The feedback page: answers, cards, written questions; nothing else, and nothing that runs."""

from typing import Any

import pytest

from autograder.present.card import card_html
from autograder.present.feedback import feedback_html, feedback_page

HOSTILE = "<script>alert(1)</script>"


def _cell(kind: str, source: str, *outputs: Any, id: str = "", more: dict[str, Any] | None = None, **about: Any) -> Any:
    metadata = {**({"nbgrader": about} if about else {}), **(more or {})}
    return {"cell_type": kind, "source": source, "id": id, "metadata": metadata, "outputs": list(outputs)}


def _html(text: str) -> Any:
    return {"output_type": "execute_result", "data": {"text/plain": "4", "text/html": text}}


@pytest.fixture
def notebook(verdict) -> dict[str, Any]:
    answer = f"def jacobian_by_rows(f, x):\n    # {HOSTILE}\n    return J"
    return {
        "cells": [
            _cell("markdown", "- A check was put back.", id="autograder-notes"),
            _cell("markdown", "# The lesson's prose"),
            _cell("code", "print(hidden)", {"output_type": "stream", "name": "stdout", "text": "HIDDEN INPUT"}),
            _cell(
                "code",
                answer,
                _html(HOSTILE),
                solution=True,
                grade=False,
                grade_id="jacobian_by_rows",
                comment="Look at *row 2*.",
            ),
            _cell(
                "code",
                "check(jacobian_by_rows)",
                _html(card_html(verdict)),
                solution=False,
                grade=True,
                grade_id="check-jacobian_by_rows",
                score=4.0,
                points=7,
            ),
            _cell("markdown", "## Bug hunt\n\nSpoiler.\n\n## In words\n\nWhich way is cheaper?"),
            _cell(
                "markdown",
                f"Forward {HOSTILE} [x](javascript:alert(1)) ![](https://example.org/i.png)",
                solution=True,
                grade=True,
                grade_id="transfer",
                score=None,
                points=4,
                comment=None,
            ),
        ]
    }


@pytest.fixture
def page(notebook) -> str:
    return feedback_html(feedback_page(notebook, "Row by row", f"ada {HOSTILE}", "4 of 11 points"))


def test_it_shows_code_card_question_answer_comment_and_notes(page, read) -> None:
    shown = " ".join(read(page).text.split())
    for text in (
        "Row by row",
        "4 of 11 points",
        "A check was put back.",
        "def jacobian_by_rows(f, x):",
        "f was evaluated 7 times for 7 rows.",
        "4 of 7 points",
        "Which way is cheaper?",
        "Forward",
        "not graded yet (of 4 points)",
        "Look at row 2.",
    ):
        assert text in shown, text


def test_what_cells_printed_or_drew_stays_out(page) -> None:
    assert "HIDDEN INPUT" not in page
    assert "print(hidden)" not in page
    assert "The lesson&#39;s prose" not in page
    assert "Spoiler" not in page


def test_nothing_of_a_student_runs_or_fetches(page, read) -> None:
    reader = read(page)
    assert reader.faults == []
    assert reader.text.count(HOSTILE) == 4  # the name twice, the code, the written answer
    assert not reader.attributes("img")
    assert not [link for link in reader.attributes("a") if link["href"].startswith("javascript")]


def test_every_graded_part_is_linked(page, read) -> None:
    reader = read(page)
    anchors = {attributes["id"] for _, attributes in reader.tags if "id" in attributes}
    links = [link["href"].removeprefix("#") for link in reader.attributes("a") if link["href"][0] == "#"]
    assert len(links) == 2
    assert set(links) <= anchors


def test_a_withheld_check_says_so(notebook, read) -> None:
    notebook["cells"][4]["metadata"]["nbgrader"] |= {"score": None, "standing": "withheld"}
    shown = read(feedback_html(feedback_page(notebook, "Row by row", "ada", "withheld"))).text
    assert "withheld (of 7 points)" in shown


def test_a_check_without_a_verdict_says_so(notebook, read) -> None:
    notebook["cells"][4]["outputs"] = []
    shown = read(feedback_html(feedback_page(notebook, "Row by row", "ada", "0"))).text
    assert "No verdict was recorded" in shown
