"""docs/teaching.md, followed word for word: from nothing to uploaded grades and released feedback."""

import csv
import zipfile

import pytest

from autograder.execute import sandbox_lacks

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(sandbox_lacks()), reason="this machine can't hold a kernel in a box"),
]
FIRST, SECOND = "01_row_by_row", "02_vmap_vjp"


@pytest.fixture(scope="module")
def course(follow):
    """The course that came of it, beside the student's folder that the document ends in."""
    return follow("teaching.md").course.parent / "my_class"


def test_what_is_uploaded_has_the_gradebooks_sums(course):
    with (course / "upload.csv").open(newline="") as file:
        grades = {row["Full name"]: row["Grade"] for row in csv.DictReader(file)}
    assert grades == {"Ada Lovelace": "20", "Bo de Vries": "18", "Cy Twombly": "0", "Grace Hopper": ""}


def test_every_graded_student_gets_a_page_back(course):
    with zipfile.ZipFile(course / "feedback.zip") as archive:
        names = archive.namelist()
        pages = {name.partition("_")[0]: archive.read(name).decode() for name in names}
    assert all(name.endswith(f"_assignsubmission_file_/{FIRST}.html") for name in names)
    assert set(pages) == {"Ada Lovelace", "Bo de Vries", "Cy Twombly"}
    assert "20 of 20" in pages["Ada Lovelace"]
    assert "18 of 20" in pages["Bo de Vries"]


def test_what_went_through_the_exchange_is_the_page_that_was_made(course):
    (taken,) = (course.parent / "dees_folder" / SECOND / "feedback").rglob("*.html")
    assert taken.read_bytes() == (course / "feedback" / "dee" / SECOND / f"{SECOND}.html").read_bytes()
