"""Installed, not cloned: what the wheel holds, and both ways through it, a learner's and a teacher's.

The wheel is installed into an environment of its own. What it depends on is linked there from ours; this clone is not.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest

from autograder.execute import sandbox_lacks

pytestmark = pytest.mark.timeout(1800)

ROOT = Path(__file__).parents[1]
LESSON = "01_row_by_row"
SETTINGS = ("nbgrader_config.py", "nbgrader_config.json")
FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", *SETTINGS)
FOLDERS = ("autograder", "lessons", "solutions")
# What work leaves behind in a clone; the folders that lie beside the package are in no wheel either.
LITTER = (
    "autograder/judge/__pycache__/verdict.cpython-311.pyc",
    f"lessons/{LESSON}/.ipynb_checkpoints/{LESSON}-checkpoint.ipynb",
    f"lessons/{LESSON}/Untitled.ipynb",
    f"solutions/{LESSON}/__pycache__/{LESSON}.cpython-311.pyc",
    f"demo/submitted/amara/{LESSON}/{LESSON}.ipynb",
    f"work/{LESSON}/{LESSON}.ipynb",
    f"tests/corpus/{LESSON}/vjp_once/right/one.py",
    "build/lib/autograder/removed_since.py",
)
ANSWER = """def vjp_once(f, x, v):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A clone that has been worked in, and the files of it that the course consists of."""
    copy = tmp_path_factory.mktemp("clone")
    for name in FILES:
        shutil.copy(ROOT / name, copy)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    files = [path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()]
    for name in LITTER:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).touch()
    return copy, files


@pytest.fixture(scope="module")
def wheel(clone: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip` builds from it, offline."""
    made = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "-w", made, clone[0]], check=True)
    (path,) = made.iterdir()
    return path


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A function that runs a program of a clean environment with the wheel: folder, its name, its words."""
    base = tmp_path_factory.mktemp("clean")
    venv.create(base / "env", symlinks=True)
    programs, (site,) = base / "env/bin", (base / "env").glob("lib/python*/site-packages")
    pip = [sys.executable, "-m", "pip", "--python", programs / "python", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", wheel], check=True)
    for path in {path for kind in ("purelib", "platlib") for path in Path(sysconfig.get_path(kind)).iterdir()}:
        if "jacobian_course" not in path.name and path.name != "__pycache__":
            (site / path.name).symlink_to(path)
    for name in ("alembic", "nbgrader"):
        script = Path(sys.executable).with_name(name).read_text().splitlines(keepends=True)
        (programs / name).write_text("".join([f"#!{programs / 'python'}\n", *script[1:]]))
        (programs / name).chmod(0o755)
    clean = {"PATH": os.defpath, "HOME": str(base), "AUTOGRADER_DATA": str(base), "OMP_NUM_THREADS": "1"}

    def run(folder: Path, program: str, *words: object) -> subprocess.CompletedProcess[str]:
        command = [programs / program, *map(str, words)]
        done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{program} {words}: {done.stdout[-1000:]}{done.stderr[-3000:]}"
        return done

    return run


def test_it_is_compiled_where_it_is_installed(run: Run, tmp_path: Path) -> None:
    say = (
        "from importlib.util import find_spec as f; print(__import__('os').path.exists(f('autograder.limits').cached))"
    )
    assert run(tmp_path, "python", "-B", "-c", say).stdout == "True\n"


@pytest.fixture(scope="module")
def started(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's folder, with an answer written into the first lesson."""
    base = tmp_path_factory.mktemp("learner")
    assert "Next: `cd mine`, then `autograder lab`." in run(base, "autograder", "start", "mine").stdout
    path = base / "mine" / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    cells["vjp_once"].source = ANSWER
    nbformat.write(notebook, path)
    return base / "mine"


def test_the_wheel_holds_the_package_and_the_course_and_nothing_else(
    clone: tuple[Path, list[str]], wheel: Path
) -> None:
    held = set(ZipFile(wheel).namelist())
    course = {name for name in clone[1] if name.split("/")[0] in ("lessons", "solutions", *SETTINGS)}
    package = {name for name in clone[1] if name.startswith("autograder/")}
    assert len(course) > 3
    assert {name for name in held if name.startswith("autograder/")} == package | {
        f"autograder/shipped/{name}" for name in course
    }
    others = {name.partition("/")[2] for name in held if not name.startswith("autograder/")}
    about = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "top_level.txt", "licenses/LICENSE"}
    assert others == about | {"data/share/jupyter/kernels/autograder/kernel.json"}


def test_a_source_distribution_holds_what_a_wheel_is_built_from(clone: tuple[Path, list[str]], tmp_path: Path) -> None:
    build = "from setuptools.build_meta import build_sdist; import sys; build_sdist(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, tmp_path], cwd=clone[0], capture_output=True, check=True)
    (path,) = tmp_path.iterdir()
    with tarfile.open(path) as archive:
        held = {member.name.partition("/")[2] for member in archive if member.isfile()}
    assert set(clone[1]) <= held
    assert not held & set(LITTER)


def test_the_package_is_the_wheels_and_its_course_is_closed_to_students_code(run: Run, tmp_path: Path) -> None:
    say = """
import autograder, sys
from autograder.classroom.course.places import shipped
from autograder.execute.sandbox import readable
inside = [place for place in readable() if shipped().resolve().is_relative_to(place)]
print(autograder.__file__.startswith(sys.prefix), shipped().relative_to(sys.prefix).parts[-2:], inside)
"""
    assert run(tmp_path, "python", "-c", say).stdout == "True ('autograder', 'shipped') []\n"


def test_a_learner_checks_an_answer(run: Run, started: Path) -> None:
    (started / "mine.py").write_text(f"import torch\n\n\n{ANSWER}\n")
    (told,) = json.loads(run(started, "autograder", "check", "mine.py", "--json").stdout)
    assert (told["points"], told["max_points"]) == (4, 4)


@pytest.mark.long
def test_a_learner_runs_a_lesson(run: Run, started: Path, tmp_path: Path) -> None:
    # As far as the answer's check; the tests of lessons run them whole.
    lesson, ran = (tmp_path / name for name in ("lesson.ipynb", "ran.ipynb"))
    notebook = nbformat.read(started / LESSON / f"{LESSON}.ipynb", as_version=4)
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    notebook.cells = notebook.cells[: names.index("check-vjp_once") + 1]
    nbformat.write(notebook, lesson)
    run(started / LESSON, "python", "-m", "papermill", "--no-progress-bar", "-p", "fast", "True", lesson, ran)
    outputs = nbformat.read(ran, as_version=4).cells[-1].outputs
    assert [each.data["text/plain"] for each in outputs if each.output_type == "execute_result"] == ["4"]


@pytest.mark.long
def test_a_teacher_releases_and_grades_what_a_learner_hands_in(run: Run, started: Path, tmp_path: Path) -> None:
    run(tmp_path, "autograder", "start", "--class", "class")
    course = tmp_path / "class"
    shutil.copytree(started / LESSON, course / "submitted/ann" / LESSON)
    released = course / "lessons" / LESSON / f"{LESSON}.ipynb"
    before = released.read_bytes()
    run(course, "nbgrader", "generate_assignment", LESSON)
    assert released.read_bytes() == before
    run(course, "autograder", "grade", *["--unsandboxed"] * bool(sandbox_lacks()))
    rows = list(csv.DictReader(io.StringIO(run(course, "autograder", "export").stdout)))
    assert {row["exercise"]: float(row["points"]) for row in rows if float(row["points"])} == {"vjp_once": 4}
    assert (course / "feedback/ann" / LESSON / f"{LESSON}.html").is_file()
