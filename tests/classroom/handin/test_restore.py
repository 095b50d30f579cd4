"""Locked cells come back as they were released, and answers are found, whatever became of the metadata."""

import copy

import nbformat
import pytest
from nbformat import v4
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import is_grade

from autograder.classroom.handin.read import load


@pytest.fixture
def restored(classroom, small):
    """Hand a notebook in and load it; whatever it was, nbgrader must accept the result."""

    def restored(notebook):
        submission = load(classroom.hand_in("ann", notebook), classroom.lesson, "ann", 1)
        assert submission.unreadable is None
        nbformat.validate(submission.notebook)
        MetadataValidator().validate_nb(submission.notebook)
        names = [cell.metadata.nbgrader.grade_id for cell in submission.notebook.cells if is_grade(cell)]
        graded = [*(f"check-{name}" for name in small.FUNCTIONS), "transfer"]
        assert sorted(names) == sorted(graded), "each graded cell stands once"
        return submission

    return restored


def answer_of(submission, name):
    found = [c for c in submission.notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name]
    return found[0].source if found else None


def position(submission, name):
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in submission.notebook.cells]
    return ids.index(name)


def test_an_untouched_submission_comes_back_cell_for_cell(restored, small):
    notebook = small.filled()
    submission = restored(notebook)
    assert submission.notes == ()
    assert [cell.source for cell in submission.notebook.cells] == [cell.source for cell in notebook.cells]
    assert [check.question for check in submission.checks.values()] == list(small.FUNCTIONS)


def test_restoring_twice_changes_nothing(restored, small):
    once = restored(small.filled())
    twice = restored(copy.deepcopy(once.notebook))
    assert twice.notebook == once.notebook
    assert twice.notes == ()


def test_an_edited_check_is_put_back(restored, small):
    notebook = small.filled()
    check = small.cell_of(notebook, "check-vjp_once")
    check.source = "4.0"
    check.metadata.nbgrader.points = 1000
    submission = restored(notebook)
    assert answer_of(submission, "check-vjp_once") == "check(vjp_once)"
    assert submission.notebook.cells[position(submission, "check-vjp_once")].metadata.nbgrader.points == 4
    assert submission.notes == ("The locked cell check-vjp_once had been changed; it was put back as released.",)


def test_a_check_turned_into_text_is_a_check_again(restored, small):
    notebook = small.filled()
    index = notebook.cells.index(small.cell_of(notebook, "check-vjp_once"))
    notebook.cells[index] = v4.new_markdown_cell("4 points, thanks", metadata=notebook.cells[index].metadata)
    assert answer_of(restored(notebook), "check-vjp_once") == "check(vjp_once)"


def test_a_deleted_check_comes_back_after_the_answer(restored, small):
    notebook = small.filled()
    notebook.cells.remove(small.cell_of(notebook, "check-jacobian_by_rows"))
    submission = restored(notebook)
    assert submission.notes == ("The cell check-jacobian_by_rows was missing; it was put back.",)
    assert position(submission, "check-jacobian_by_rows") == position(submission, "jacobian_by_rows") + 1


def test_all_checks_deleted_and_the_answers_moved_into_one_cell(restored, small):
    notebook = v4.new_notebook(cells=[v4.new_code_cell("\n\n".join(["import torch", *small.RIGHT.values()]))])
    submission = restored(notebook)
    assert submission.notebook.cells.index(
        next(c for c in submission.notebook.cells if "def vjp_once" in c.source)
    ) < min(submission.checks)
    sources = "\n".join(cell.source for cell in submission.notebook.cells)
    assert "TODO" not in sources, "a template put back would hide the answer"


def test_a_check_above_its_answer_comes_after_it_and_stands_once(restored, small):
    notebook = small.filled()
    answers = [small.cell_of(notebook, name) for name in small.FUNCTIONS]
    rest = [cell for cell in notebook.cells if cell not in answers]
    notebook.cells = [*rest, *reversed(answers)]
    submission = restored(notebook)
    for name in small.FUNCTIONS:
        assert position(submission, f"check-{name}") > position(submission, name)
    said = "The cell check-vjp_once stood before the answer that it checks; it was put after it."
    assert said in submission.notes


def test_a_check_stays_where_a_cell_above_it_may_bind_the_function(restored, small):
    notebook = small.filled()
    answer = small.cell_of(notebook, "vjp_once")
    notebook.cells.remove(answer)
    check = notebook.cells.index(small.cell_of(notebook, "check-vjp_once"))
    notebook.cells.insert(check, v4.new_code_cell("for vjp_once in (mine,): pass"))
    submission = restored(v4.new_notebook(cells=[*notebook.cells, answer]))
    assert position(submission, "check-vjp_once") < position(submission, "vjp_once")
    assert submission.notes == ()


@pytest.mark.parametrize("times", [2, 3])
def test_a_duplicated_check_stands_once(restored, small, times):
    notebook = small.filled()
    check = small.cell_of(notebook, "check-vjp_once")
    notebook.cells += [copy.deepcopy(check) for _ in range(times - 1)]
    submission = restored(notebook)
    assert f"The cell check-vjp_once stood {times} times; the last one counts." in submission.notes
    assert sum(cell.source == "check(vjp_once)" for cell in submission.notebook.cells) == 1


def test_a_duplicated_answer_still_runs(restored, small):
    notebook = small.filled()
    answer = small.cell_of(notebook, "vjp_once")
    twin = copy.deepcopy(answer)
    twin.source = "helper = 1"
    notebook.cells.insert(notebook.cells.index(answer), twin)
    submission = restored(notebook)
    assert answer_of(submission, "vjp_once") == small.RIGHT["vjp_once"]
    assert any(cell.source == "helper = 1" for cell in submission.notebook.cells)


@pytest.mark.parametrize("blank", [{}, {"schema_version": 1}, {"grade_id": 5}, {"grade_id": "my-own"}])
def test_a_blank_or_foreign_entry_stops_nothing(restored, small, blank):
    # nbgrader's DeduplicateIds leaves {} behind; its validator then stops the whole class with SchemaTooOldError.
    notebook = small.filled()
    small.cell_of(notebook, "check-vjp_once").metadata.nbgrader = blank
    small.cell_of(notebook, "vjp_once").metadata.nbgrader = blank
    submission = restored(notebook)
    assert answer_of(submission, "vjp_once") == small.RIGHT["vjp_once"]


def test_the_old_metadata_schema(restored, small):
    notebook = small.filled()
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.schema_version = 1
            cell.metadata.nbgrader.pop("task", None)
    submission = restored(notebook)
    assert submission.notes == ()
    assert answer_of(submission, "jacobian_by_rows") == small.RIGHT["jacobian_by_rows"]


@pytest.mark.parametrize("ids", [True, False])
def test_stripped_metadata(restored, small, ids):
    notebook = small.filled({**small.RIGHT})
    small.cell_of(notebook, "transfer").source = "Where M is small."
    for index, cell in enumerate(notebook.cells):
        cell.metadata = {}
        if not ids:
            cell.id = f"exported-{index}"
    submission = restored(notebook)
    for name, source in small.RIGHT.items():
        assert answer_of(submission, name) == source
        assert position(submission, f"check-{name}") > position(submission, name)
    assert answer_of(submission, "transfer") == "Where M is small."
    assert "metadata was gone from 8 cells" in submission.notes[0]
    assert [c.source for c in submission.notebook.cells if "demo" in c.metadata.get("tags", [])] == [
        c.source for c in notebook.cells[3:5]
    ]


def test_stripped_metadata_and_an_answer_that_does_not_parse(restored, small):
    notebook = small.filled({**small.RIGHT, "vjp_once": "%%time\ndef vjp_once(f, x, v):\n    return ("})
    for index, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = {}, f"exported-{index}"
    assert answer_of(restored(notebook), "vjp_once").startswith("%%time")


def test_cells_that_pretend_to_be_graded_are_ordinary(restored, small):
    notebook = small.filled()
    fake = copy.deepcopy(small.cell_of(notebook, "check-vjp_once"))
    fake.metadata.nbgrader.update(grade_id="bonus", points=100)
    fake.source = "100"
    notebook.cells.append(fake)
    submission = restored(notebook)
    assert "nbgrader" not in next(c for c in submission.notebook.cells if c.source == "100").metadata


def test_a_demonstration_that_was_written_into_is_run(restored, small):
    notebook = small.filled()
    demo = next(cell for cell in notebook.cells if "demo" in cell.metadata.get("tags", []))
    demo.source = "helper = 1"
    submission = restored(notebook)
    assert "tags" not in next(c for c in submission.notebook.cells if c.source == "helper = 1").metadata


def test_an_answer_tagged_as_a_demonstration_is_run(restored, small):
    notebook = small.filled()
    small.cell_of(notebook, "vjp_once").metadata["tags"] = ["demo"]
    submission = restored(notebook)
    assert "tags" not in submission.notebook.cells[position(submission, "vjp_once")].metadata


@pytest.mark.parametrize(
    ("last", "counts", "note"),
    [
        ("# Notes", "# Notes", "the last one counts."),
        ("*Your answer here.*", "Where memory is short.", "the last one that is not as it was handed out counts."),
    ],
)
def test_of_a_written_answer_that_stands_twice_the_last_that_was_written_counts(restored, small, last, counts, note):
    notebook = small.filled({"transfer": "Where memory is short."})
    notebook.cells.append(v4.new_markdown_cell(last, metadata=small.cell_of(notebook, "transfer").metadata))
    submission = restored(notebook)
    assert answer_of(submission, "transfer") == counts
    assert submission.notes == (f"The cell transfer stood 2 times; {note}",)
