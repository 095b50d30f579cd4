"""A submission's files: written in its own folders, never through a link, whatever stands there."""

import pytest

from autograder.classroom.course.folders import Handin
from autograder.classroom.grading.work import Graded
from autograder.classroom.record import files
from autograder.classroom.record.gradebook import Scores
from autograder.classroom.record.rows import Person, Row

LESSON = "01_a"


@pytest.fixture
def places(classroom):
    """Where Ann's files go, with one beside them."""
    handin = Handin("ann", LESSON, classroom.root / "submitted" / "ann" / LESSON / f"{LESSON}.ipynb")
    beside = classroom.root / "notes.txt"
    beside.write_text("notes")
    return files.Places.of(classroom.folders, handin, {files.Path("data/notes.txt"): beside})


@pytest.fixture
def write(places, monkeypatch):
    """Return a function that writes them; what is drawn is no matter here."""
    monkeypatch.setattr(files, "notebook_as_graded", lambda graded: graded)
    monkeypatch.setattr(files, "text_of", lambda notebook: "{}")
    monkeypatch.setattr(files, "page", lambda *told: "<p>")
    scores = Scores(Row(Person("ann"), LESSON, ()), {}, frozenset())
    return lambda: files.write(places, Graded("ann", LESSON, "", {}, (), {}), scores)


def test_what_stands_in_their_folders_goes_and_links_with_it(places, write, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    folder = places.page.parent
    folder.mkdir(parents=True)
    places.page.mkdir()
    (places.page / "x").touch()
    (folder / "old").symlink_to(outside / "kept")
    (folder / "data").symlink_to(outside)
    places.notebook.parent.mkdir(parents=True)
    places.notebook.symlink_to(outside / "kept")
    assert write().notes == ()
    assert files.there(places)
    assert {path.name for path in folder.iterdir()} == {"data", places.page.name}
    assert not (folder / "data").is_symlink()
    assert [path.name for path in outside.iterdir()] == ["kept"]
    assert (outside / "kept").read_text() == "kept"


@pytest.mark.parametrize("step", ["autograded", "feedback"])
@pytest.mark.parametrize("below", ["", LESSON])
@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_link_or_a_file_in_a_folders_place_is_noted_and_left_alone(classroom, places, write, step, below, kind):
    outside, place = classroom.root / "outside", classroom.root / step / "ann" / below
    outside.mkdir()
    (outside / "kept").touch()
    place.parent.mkdir(parents=True)
    if kind == "link":
        place.symlink_to(outside)
    else:
        place.touch()
    (note,) = write().notes
    shown = place.relative_to(classroom.root)
    assert note == f"Its page was not written: {shown} is a {kind} in a folder's place. Take it away, and grade again."
    assert not files.there(places)
    assert [path.name for path in outside.iterdir()] == ["kept"]
