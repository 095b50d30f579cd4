"""What this machine can do, and what a class still lacks: a list of findings, needed ones first.

    Finding   one fact: what it is, what was found, whether it is good, whether the course needs it, what to do

Offers: `examine`, `as_json`, `table`.
"""

import ctypes
import importlib.metadata
import json
import os
import platform
import shlex
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from rich.table import Table
from rich.text import Text

from autograder.class_settings import FILE, Points, class_settings
from autograder.classroom.course.folders import can_be_folder
from autograder.classroom.course.places import GUARD, LESSONS, shipped
from autograder.course_folder import nearest
from autograder.errors import CourseError
from autograder.present.safe_text import plain
from autograder.versions import PYTHON, TORCH, minor, untried

# landlock_create_ruleset has this number on every architecture of Linux.
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_CREATE_RULESET_VERSION = 1
_LEAST_LANDLOCK = 3  # as execute/sandbox.py, whose import takes time
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_LEAST_DISK_GB = 0.5
_ROSTER = "Enter them: `nbgrader db student import FILE.csv`."
_IDS = "Give them ids that can be a folder's name: nothing of theirs can be collected or graded."
_COURSE_ID = f"Write course_id into {FILE}, if the class uses nbgrader's exchange."
_DUE = f"Write them into {FILE}, under [due]."
# What installs anew: a clone has a Makefile, and a wheel has none.
_INSTALL = "Run `make install`." if (shipped() / "Makefile").is_file() else "Install the wheel anew, with pip."


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about this machine; `next` is the step to take where it is not good."""

    name: str
    found: str
    good: bool = True
    needed: bool = False
    next: str = ""

    @property
    def missing(self) -> bool:
        """True where the lessons can't be checked and graded without it."""
        return self.needed and not self.good


def examine(place: Path) -> tuple[Finding, ...]:
    """Look at this machine, at the disk that `place` lies on, and at the class that it lies in."""
    probes: tuple[Callable[[], Finding], ...] = (
        _python, _torch, _proved, _nbgrader, _alembic, _kernel, _own_kernel, lambda: _disk(place), _cores, _memory,
        _sandbox, _landlock, _seccomp, _sandlock, _browser,
    )  # fmt: skip
    return (*(probe() for probe in probes), *_class(place))


def as_json(findings: tuple[Finding, ...]) -> str:
    """Return the findings as one JSON object."""
    ready = not any(finding.missing for finding in findings)
    return json.dumps({"ready": ready, "findings": [asdict(finding) for finding in findings]}, indent=2)


def table(findings: tuple[Finding, ...]) -> Table:
    """Lay the findings out for a terminal."""
    sheet = Table(title="What this machine can do, and what a class lacks", title_justify="left")
    for heading in ("", "what", "found", "next step"):
        sheet.add_column(heading)
    for finding in findings:
        mark = "[green]yes[/]" if finding.good else "[red]MISSING[/]" if finding.needed else "[yellow]no[/]"
        said = (finding.name, finding.found, "" if finding.good else finding.next)
        sheet.add_row(mark, *map(Text, said))  # what is found may hold brackets, like «[due]»
    return sheet


def _python() -> Finding:
    found = platform.python_version()
    return Finding("Python", found, minor(found) in PYTHON, True, f"Make .venv with Python {' or '.join(PYTHON)}.")


def _torch() -> Finding:
    try:
        import torch
    except (ImportError, OSError) as error:
        return Finding("torch", f"does not load: {error}", False, True, _INSTALL)
    build = f"for CUDA {torch.version.cuda}" if torch.version.cuda else "for the CPU"
    return Finding("torch", f"{torch.__version__}, built {build}", needed=True)


def _proved() -> Finding:
    try:
        warning = untried(importlib.metadata.version("torch"))
    except importlib.metadata.PackageNotFoundError:
        warning = "no torch"
    found = warning or f"it is: {' and '.join(TORCH)} are"
    return Finding("torch is a proved one", found, not warning, next=f"{_INSTALL} Or: `make test-torch`.")


def _nbgrader() -> Finding:
    try:
        return Finding("nbgrader", importlib.metadata.version("nbgrader"), needed=True)
    except importlib.metadata.PackageNotFoundError:
        return Finding("nbgrader", "not installed", False, True, _INSTALL)


def _alembic() -> Finding:
    found = shutil.which("alembic")
    return Finding("alembic (for the gradebook)", found or "not on the path", bool(found), True, _INSTALL)


def _kernel() -> Finding:
    from jupyter_client.kernelspec import KernelSpecManager

    specs = KernelSpecManager().find_kernel_specs()
    found = specs.get("python3")
    return Finding("kernel python3", found or "none", bool(found), True, _INSTALL)


def _own_kernel() -> Finding:
    from jupyter_client.kernelspec import KernelSpecManager

    found = KernelSpecManager().find_kernel_specs().get("autograder")
    spec = shlex.quote(str(files("autograder") / "execute" / "kernels" / "autograder"))
    # An editable install, as conda's environment makes one, leaves out what lies outside of the package.
    step = f"Run `jupyter kernelspec install --sys-prefix --name autograder {spec}`."
    return Finding("kernel autograder", found or "none", bool(found), next=step)


def _class(place: Path) -> tuple[Finding, ...]:
    """Return what the class lacks that `place` lies in: only a folder with a class.toml is one."""
    course = nearest(place)
    if course is None or not (course / FILE).is_file():
        return ()
    try:
        settings = class_settings(course)
        _expect_points(course, settings.points)
    except CourseError as error:
        return (Finding(f"class: {FILE}", str(error), False, True, "Mend it there."),)
    asked = settings.lessons or tuple(sorted(path.name for path in (course / LESSONS).glob("[0-9][0-9]_*")))
    undated = [lesson for lesson in asked if lesson not in settings.due]
    guard = course / GUARD
    copy = f"Run `cp {shlex.quote(str(shipped() / GUARD))} {shlex.quote(str(course))}`."
    return (
        Finding(
            "class: guard of nbgrader's commands",
            GUARD if guard.is_file() else f"no {GUARD}",
            guard.is_file(),
            next=copy,
        ),
        *_roster(course / "gradebook.db"),
        Finding("class: course id", settings.course_id or "none", bool(settings.course_id), next=_COURSE_ID),
        Finding("class: due dates", f"none for {', '.join(undated)}" if undated else "all", not undated, next=_DUE),
    )


def _expect_points(course: Path, points: Points) -> None:
    """Raise CourseError where class.toml gives points to what its lessons don't ask."""
    from autograder.questions import LESSONS  # with a course's own, and so its faults come up here
    from autograder.questions.walk import with_class_points

    with_class_points(LESSONS, points, course)


def _roster(gradebook: Path) -> Iterator[Finding]:
    """Look at a gradebook's students, without making one: how many, and whose id can be no folder's name."""
    ids: list[str] = []
    if os.path.lexists(gradebook):
        try:
            with closing(sqlite3.connect(f"{gradebook.absolute().as_uri()}?mode=ro", uri=True)) as book:
                ids = [str(row[0]) for row in book.execute("SELECT id FROM student")]
        except sqlite3.Error as error:
            if "no such table" not in str(error):  # it is there and empty
                from autograder.classroom.record.gradebook import mended

                yield Finding("class: gradebook", f"can't be read: «{error}»", False, next=mended(str(error)))
                return
    yield Finding("class: roster", f"{len(ids)} students", bool(ids), next=_ROSTER)
    wrong = [f"«{plain(each, 40)}»" for each in ids if not can_be_folder(each)]
    if wrong:
        yield Finding("class: students' ids", ", ".join(wrong), False, next=_IDS)


def _disk(place: Path) -> Finding:
    free = shutil.disk_usage(place).free / 1e9
    return Finding("free disk", f"{free:.1f} GB", free >= _LEAST_DISK_GB, True, f"Free {_LEAST_DISK_GB} GB.")


def _cores() -> Finding:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("cores", str(cores))


def _memory() -> Finding:
    return Finding("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.1f} GB")


def _sandbox() -> Finding:
    from autograder.execute import sandbox_lacks

    lacks = sandbox_lacks()
    found = f"can't be enforced: no {lacks}" if lacks else "enforced, and tried just now"
    return Finding("sandbox for students' code", found, not lacks, next="Grade elsewhere, or with --unsandboxed.")


def _landlock() -> Finding:
    abi = -1
    if sys.platform == "linux":
        abi = ctypes.CDLL(None).syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_CREATE_RULESET_VERSION)
    # Before ABI 6 (Linux 6.12) it keeps no signals in; seccomp refuses the calls that send one.
    found = f"ABI {abi}; a kernel is held from ABI {_LEAST_LANDLOCK} (Linux 6.2) on" if abi > 0 else "none"
    return Finding("Landlock", found, abi >= _LEAST_LANDLOCK, next="Linux 6.2 or newer, Landlock on.")


def _seccomp() -> Finding:
    actions = Path("/proc/sys/kernel/seccomp/actions_avail")
    good = actions.is_file()
    return Finding("seccomp", "filters" if good else "none", good, next="Linux with seccomp filters on.")


def _sandlock() -> Finding:
    try:
        return Finding("sandlock", importlib.metadata.version("sandlock"))
    except importlib.metadata.PackageNotFoundError:
        return Finding("sandlock", "not installed", False, next=f"On Linux: {_INSTALL}")


def _browser() -> Finding:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    says = found or "not on the path"
    return Finding("browser (for our tests)", says, bool(found), next="Debian: `apt-get install chromium`.")
