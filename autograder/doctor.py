"""What this machine can do, and what a class still lacks, for `autograder doctor`.

examine          the findings
as_json, table   ways to print them
"""

import ctypes
import importlib.metadata
import json
import os
import platform
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from rich.table import Table
from rich.text import Text

from autograder.class_doctor import class_findings
from autograder.classroom.course.places import shipped
from autograder.finding import Finding
from autograder.versions import LEAST_LANDLOCK, PYTHON, TORCH, minor, untested

_LANDLOCK_CREATE_RULESET = 444  # the system call's number, on every architecture
_LANDLOCK_CREATE_RULESET_VERSION = 1

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_LEAST_DISK_GB = 0.5
# A clone has a Makefile, a wheel has none.
_INSTALL = "Run `make install`." if (shipped() / "Makefile").is_file() else "Install the wheel anew, with pip."


def examine(place: Path) -> tuple[Finding, ...]:
    """Look at this machine, at the disk that `place` lies on, and at the class that it lies in."""
    probes: tuple[Callable[[], Finding], ...] = (
        _python, _torch, _tested, _nbgrader, _alembic, _kernel, _own_kernel, lambda: _disk(place), _cores, _memory,
        _sandbox, _landlock, _seccomp, _sandlock, _browser,
    )  # fmt: skip
    return (*(probe() for probe in probes), *class_findings(place))


def as_json(findings: tuple[Finding, ...]) -> str:
    """Return the findings as one JSON object."""
    ready = not any(finding.missing for finding in findings)
    return json.dumps({"ready": ready, "findings": [asdict(finding) for finding in findings]}, indent=2)


def table(findings: tuple[Finding, ...]) -> Table:
    """Lay the findings out for a terminal."""
    sheet = Table(title="What this machine can do, and what a class lacks", title_justify="left")
    for heading in ("", "what", "found", "next step"):
        sheet.add_column(heading, overflow="fold")
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


def _tested() -> Finding:
    try:
        warning = untested(importlib.metadata.version("torch"))
    except importlib.metadata.PackageNotFoundError:
        warning = "no torch"
    found = warning or f"yes, as {' and '.join(TORCH)} are"
    return Finding("torch is tested", found, not warning, next=f"{_INSTALL} Or: `make test-torch`.")


def _nbgrader() -> Finding:
    try:
        return Finding("nbgrader", importlib.metadata.version("nbgrader"), needed=True)
    except importlib.metadata.PackageNotFoundError:
        return Finding("nbgrader", "not installed", False, True, _INSTALL)


def _alembic() -> Finding:
    found = shutil.which("alembic")
    return Finding("alembic (for the gradebook)", found or "not on the path", bool(found), True, _INSTALL)


def _kernel() -> Finding:
    found = _kernels().get("python3")
    return Finding("kernel python3", found or "none", bool(found), True, _INSTALL)


def _own_kernel() -> Finding:
    found = _kernels().get("autograder")
    spec = shlex.quote(str(files("autograder") / "execute" / "kernels" / "autograder"))
    # An editable install, as conda's environment makes one, leaves out what lies outside the package.
    step = f"Run `jupyter kernelspec install --sys-prefix --name autograder {spec}`."
    return Finding("kernel autograder", found or "none", bool(found), next=step)


def _kernels() -> dict[str, str]:
    """Return kernelspec → its folder; not in IPython's old folder, which is made, or complained of, when asked for."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_core.paths import jupyter_path

    found: dict[str, str] = KernelSpecManager(kernel_dirs=jupyter_path("kernels")).find_kernel_specs()
    return found


def _disk(place: Path) -> Finding:
    free = shutil.disk_usage(place).free / 1e9
    return Finding("free disk", f"{free:.1f} GB", free >= _LEAST_DISK_GB, True, f"Free {_LEAST_DISK_GB} GB.")


def _cores() -> Finding:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("cores", str(cores))


def _memory() -> Finding:
    if not hasattr(os, "sysconf"):
        return Finding("memory", "not told by this system")
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
    # Before ABI 6 (Linux 6.12) Landlock keeps no signals in; seccomp then refuses the calls that send one.
    found = f"ABI {abi}; a kernel is held from ABI {LEAST_LANDLOCK} (Linux 6.2) on" if abi > 0 else "none"
    return Finding("Landlock", found, abi >= LEAST_LANDLOCK, next="Linux 6.2 or newer, Landlock on.")


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
