"""Every lesson through papermill: solutions earn everything under each set of parameters, templates nothing."""

import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

COURSE = Path(__file__).parents[2]
LESSONS = sorted(path.stem for path in (COURSE / "lessons").glob("*/*.ipynb"))
SETS = {
    "default": {},
    "fast": {"fast": "True"},
    "float64": {"dtype": "float64", "fast": "True"},
    "another seed": {"seed": "7", "fast": "True"},
}
BOXED = "fast, in the sandboxed kernel"
RUNS = [(lesson, "solutions", name) for lesson in LESSONS for name in SETS]
RUNS += [(lesson, *which) for lesson in LESSONS for which in (("solutions", BOXED), ("lessons", "fast"))]

pytestmark = pytest.mark.timeout(1800)


def papermill(lesson: str, folder: str, name: str, made: Path) -> subprocess.CompletedProcess[str]:
    """Run one notebook by papermill's command line, with the course's engine; its progress stays in `made`."""
    words = [word for parameter in SETS.get(name, SETS["fast"]).items() for word in ("-p", *parameter)]
    words += ["-k", "autograder"] if name == BOXED else []
    home = made.parent / f"{made.stem}-home"
    home.mkdir()
    environment = {**os.environ, "AUTOGRADER_DATA": str(home), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "papermill", "--engine", "autograder", "--no-progress-bar", *words]
    return subprocess.run(
        [*command, str(COURSE / folder / lesson / f"{lesson}.ipynb"), str(made)],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Start every run, as many at a time as there are cores; return a function that gives a run's cells."""
    base = tmp_path_factory.mktemp("papermill")
    paths = {run: base / f"{'-'.join(run).replace(' ', '-').replace(',', '')}.ipynb" for run in RUNS}
    with ThreadPoolExecutor(os.cpu_count() or 1) as crew:
        futures: dict[tuple[str, str, str], Future] = {
            run: crew.submit(papermill, *run, path) for run, path in paths.items()
        }

        def cells(*run: str):
            done = futures[run].result()
            assert done.returncode == 0, done.stderr[-3000:]
            return nbformat.read(paths[run], as_version=4).cells

        yield cells
        crew.shutdown(cancel_futures=True)


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


def test_there_are_lessons():
    assert LESSONS


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_solution_earns_everything(runs, lesson, name):
    found = verdicts(runs(lesson, "solutions", name))
    assert len(found) >= 3
    assert {grade_id: shown for grade_id, (shown, _) in found.items()} == {
        grade_id: str(points) for grade_id, (_, points) in found.items()
    }


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_solution_takes_the_parameters_it_is_given(runs, lesson, name):
    injected = [
        cell for cell in runs(lesson, "solutions", name) if "injected-parameters" in cell.metadata.get("tags", [])
    ]
    assert len(injected) == (1 if SETS[name] else 0)
    for parameter in SETS[name]:
        assert f"{parameter} = " in injected[0].source


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_untouched_runs_to_its_end_and_earns_nothing(runs, lesson):
    cells = runs(lesson, "lessons", "fast")
    assert {shown for shown, _ in verdicts(cells).values()} == {"0"}
    for cell in cells:
        kinds = [output.output_type for output in cell.get("outputs", [])]
        assert "error" not in kinds, cell.source
    ran = [cell for cell in cells if cell.cell_type == "code"]
    assert all(cell.metadata.papermill.status == "completed" for cell in ran)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_solution_runs_whole_in_the_sandboxed_kernel(runs, lesson):
    for cell in runs(lesson, "solutions", BOXED):
        failed = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
        assert not failed, f"{cell.source}\n{failed[0].evalue}"
