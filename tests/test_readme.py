"""The README's table beside others: each claim of ours names a test, each of theirs their own documentation."""

import re
from importlib.metadata import files
from pathlib import Path

import pytest

from autograder.questions import LESSONS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.split("## Beside others")[1].split("##")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in SECTION.splitlines() if line.startswith("|")]
HEAD, CLAIMS = ROWS[0], ROWS[2:]


def test_the_table_is_of_these_four():
    names = ["this", "nbgrader", "otter-grader", "Autodiff-Puzzles"]
    assert [any(name in cell for cell in HEAD) for name in names] == [True] * 4
    assert all(len(row) == len(HEAD) for row in CLAIMS)


@pytest.mark.parametrize("row", CLAIMS, ids=[row[0] for row in CLAIMS])
def test_each_claim_of_ours_names_a_test_or_a_benchmark_that_is_there(row):
    named = re.findall(r"\]\(((?:tests|benchmarks)/[^)]+)\)", row[1])
    assert named
    assert all((ROOT / path).is_file() for path in named)


@pytest.mark.parametrize("column", [2, 3, 4], ids=HEAD[2:])
def test_each_column_of_others_leads_to_their_own_documentation(column):
    home = re.search(r"https://[^/)]+/(?:[^/)]+/[^/)]+)?", HEAD[column])
    assert home is not None
    host = home[0].split("/")[2]
    links = [link for row in CLAIMS for link in re.findall(r"\((https://[^)]+)\)", row[column])]
    assert links
    assert {link.split("/")[2] for link in links} == {host}


def test_what_is_said_of_nbgrader_stands_in_its_documentation():
    """It is installed with it, at the version that is locked."""
    (faq,) = [path for path in files("nbgrader") or () if path.match("docs/source/user_guide/faq.rst")]
    text = " ".join(Path(str(faq.locate())).read_text(encoding="utf-8").split())
    assert "Not directly, but you can use a kernel inside a Docker container" in text
    assert "you will be able to hide tests" in text


def test_every_file_that_the_readme_names_is_there():
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README) + re.findall(r'(?:src|srcset)="([^"]+)"', README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_names_each_lesson_and_counts_its_exercises_as_they_are():
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    exercises = sum(len(lesson.questions) for lesson in LESSONS)
    assert f"## {words[len(LESSONS)].title()} lessons, {exercises} exercises" in README
    assert re.findall(r"^\| (\d\d .+?) \|", README, flags=re.MULTILINE) == [
        f"{lesson.number} {lesson.title}" for lesson in LESSONS
    ]
