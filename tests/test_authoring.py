"""docs/authoring.md, followed word for word in an empty folder: commands are run, files written, outputs held to it."""

import re

import pytest

from autograder.execute import sandbox_lacks

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(sandbox_lacks()), reason="this machine can't hold a kernel in a box"),
]
LESSON = "50_bending"


@pytest.fixture(scope="module")
def followed(follow):
    return follow("authoring.md")


def test_the_document_does_what_it_says(followed):
    """Its commands end well, and print what it shows."""
    assert followed.course.name == "my_course"
    ours, theirs = (output for text, output in followed.printed if "autograder export" in text)
    assert ours.splitlines()[-2:] == theirs.splitlines()[-2:]


@pytest.mark.parametrize("written", ["feedback/ada/{0}/{0}.html", "autograded/ada/{0}/{0}.ipynb"])
def test_the_result_is_graded_with_all_four_criteria(followed, written):
    """Its solution earns every point: as `autograder grade` says on the page, nbgrader in the notebook."""
    page = (followed.course / written.format(LESSON)).read_text(encoding="utf-8")
    assert "6 of 6 points" in page
    for criterion in ("value", "method", "cost", "trend"):
        assert re.search(rf"\b{criterion}\b", page), criterion
