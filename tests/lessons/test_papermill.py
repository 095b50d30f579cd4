"""Every lesson through papermill: solutions earn everything under each set of parameters, templates nothing."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import v4
from support.lesson_runs import AT_ONCE, executed

from autograder.execute.demonstrations import needed_by

COURSE = Path(__file__).parents[2]
LESSONS = sorted(path.stem for path in (COURSE / "lessons").glob("*/*.ipynb"))
SETS = {
    "default": {},
    "fast": {"fast": True},
    "float64": {"dtype": "float64", "fast": True},
    "another seed": {"seed": 7, "fast": True},
}
ANOTHER_SEED = SETS["another seed"]

each_lesson = pytest.mark.parametrize("lesson", LESSONS)
in_the_sandbox = pytest.mark.xdist_group("kernels")  # with what else forks its kernels as grading does: see conftest.py
pytestmark = pytest.mark.timeout(1800)


def verdicts(cells) -> dict[str, tuple[str, int]]:
    """Return what each check cell shows as its points, and the points to be had."""
    found = {}
    for cell in cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade"):
            shown = [output.data["text/plain"] for output in cell.outputs if output.output_type == "execute_result"]
            assert len(shown) == 1, f"{about['grade_id']} shows {len(shown)} results"
            found[about["grade_id"]] = (shown[0], about["points"])
    return found


def read(folder: str, lesson: str):
    return nbformat.read(COURSE / folder / lesson / f"{lesson}.ipynb", as_version=4)


def test_there_are_lessons():
    assert LESSONS


def assert_earns_everything(cells, given: dict[str, object]) -> None:
    """Every check shows all its points, and the parameters stand in a cell of their own."""
    found = verdicts(cells)
    assert len(found) >= 3
    assert {grade_id: shown for grade_id, (shown, _) in found.items()} == {
        grade_id: str(points) for grade_id, (_, points) in found.items()
    }
    injected = [cell for cell in cells if "injected-parameters" in cell.metadata.get("tags", [])]
    assert len(injected) == (1 if given else 0)
    for parameter in given:
        assert f"{parameter} = " in injected[0].source


@each_lesson
def test_a_solution_earns_everything(through_papermill, lesson):
    assert_earns_everything(through_papermill("solutions", lesson, AT_ONCE), AT_ONCE)


@each_lesson
def test_every_viewer_shows_every_output(through_papermill, lesson):
    """VS Code, Colab and exports: text, HTML or an image; a widget has a still picture above."""
    for cell in through_papermill("solutions", lesson, AT_ONCE):
        above = None
        for output in (each for each in cell.get("outputs", ()) if "data" in each):
            if output.data == {"text/plain": "", "text/html": ""}:
                continue  # how far a slow check was, gone by now
            shown = {kind for kind in ("text/html", "image/png", "text/plain") if output.data.get(kind)}
            if "application/vnd.jupyter.widget-view+json" not in output.data:
                assert shown, output.data
                assert_stands_alone(output.data)
            else:
                assert not shown, "no text in a widget's place"
                assert above is not None, "a widget with nothing above it"
                assert above.data.get("image/png") or above.data.get("text/html")
            above = output


def assert_stands_alone(data) -> None:
    """An output needs no script; a picture in HTML is there as a PNG too, a card in words."""
    html = data.get("text/html", "")
    assert not re.search(r"<(script|iframe|link)|javascript:|<[^>]+\son[a-z]+=|(src|href)=.https?:", html)
    if "<img" in html:
        assert data["image/png"]
    if 'class="autograder-card' in html and "points" in html:
        assert data["text/plain"].isdigit()  # what nbgrader reads
        (head, *rest) = data["text/markdown"].splitlines()
        assert re.fullmatch(r"    \w+: .* · \d+ of \d+ points", head)
        assert all(line.startswith("    ") or not line for line in rest)
        assert any(re.match(r"      [✓✗–] value ", line) for line in rest)


@pytest.mark.long
@pytest.mark.parametrize("name", SETS)
@each_lesson
def test_a_solution_earns_everything_under_each_set(through_papermill, lesson, name):
    assert_earns_everything(through_papermill("solutions", lesson, SETS[name]), SETS[name])


def assert_ran_whole(cells) -> None:
    """Every cell ran to its end, and none raised."""
    for cell in cells:
        failed = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
        assert not failed, f"{cell.source}\n{failed[0].evalue}"
    ran = [cell for cell in cells if cell.cell_type == "code"]
    assert all(cell.metadata.papermill.status == "completed" for cell in ran)


@pytest.mark.parametrize(
    "lesson", [each if each == LESSONS[0] else pytest.param(each, marks=pytest.mark.long) for each in LESSONS]
)
def test_a_lesson_untouched_runs_to_its_end_and_earns_nothing(through_papermill, lesson):
    # That each template earns nothing is seen by the audit too.
    # The kernel that a learner has, begun anew: the others are forks of one that has done its imports.
    cells = through_papermill("lessons", lesson, {"fast": True}, "python3")
    assert {shown for shown, _ in verdicts(cells).values()} == {"0"}
    assert_ran_whole(cells)


def of_the_learners_own(notebook):
    """Leave out the demonstrations that read no answer, by themselves or through others.

    They are the solution's own (release.drift sees to it), and its run has run them.
    """
    cells = notebook.cells
    answers = {place for place, cell in enumerate(cells) if cell.metadata.get("nbgrader", {}).get("solution")}
    demonstrations = [place for place, cell in enumerate(cells) if "demo" in cell.metadata.get("tags", [])]
    needed = [needed_by(cells, [place]) for place in demonstrations]
    reading = {place for places in needed if answers & set(places) for place in places}
    out = {*demonstrations} - reading
    kept = [cell for place, cell in enumerate(cells) if place not in out]
    return v4.new_notebook(metadata=notebook.metadata, cells=kept)


def test_a_demonstration_that_reads_an_answer_through_another_is_the_learners_own():
    answer = v4.new_code_cell("f = ...", metadata={"nbgrader": {"solution": True}})
    shown = ["h = 1", "print(h)", "g = lambda: f", "print(g())", "print(h, f)"]
    demonstrations = [v4.new_code_cell(source, metadata={"tags": ["demo"]}) for source in shown]
    kept = of_the_learners_own(v4.new_notebook(cells=[v4.new_code_cell("1"), answer, *demonstrations]))
    assert [cell.source for cell in kept.cells] == ["1", "f = ...", *shown[:1], *shown[2:]]


@in_the_sandbox
@each_lesson
def test_a_lesson_untouched_runs_to_its_end_in_the_sandboxed_kernel(lesson, tmp_path):
    untouched = of_the_learners_own(read("lessons", lesson))
    assert_ran_whole(executed(untouched, ANOTHER_SEED, "autograder", tmp_path))


@pytest.mark.long
@in_the_sandbox
@pytest.mark.parametrize("folder", ["lessons", "solutions"])
@each_lesson
def test_all_of_it_runs_whole_in_the_sandboxed_kernel(lesson, folder, tmp_path):
    assert_ran_whole(executed(read(folder, lesson), ANOTHER_SEED, "autograder", tmp_path))


def test_papermill_s_own_command_takes_the_engine_and_the_parameters(tmp_path):
    notebook, made = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}), v4.new_code_cell("n")]
    nbformat.write(v4.new_notebook(cells=cells, metadata=spec), notebook)
    words = ["--engine", "autograder", "--no-progress-bar", "-p", "n", "42", str(notebook), str(made)]
    subprocess.run([sys.executable, "-m", "papermill", *words], check=True, capture_output=True)
    assert nbformat.read(made, as_version=4).cells[-1].outputs[0].data["text/plain"] == "42"
