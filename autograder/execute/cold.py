"""A plain cold kernel for one submission: this Python, a private folder, and next to nothing of the environment.

    private_home   a fresh folder for one kernel, removed with all that is in it
    environment    the few variables that the kernel gets
    manager, start how jupyter_client makes it
    kernel         all of it, for one submission

This is no sandbox: the student's code may read and write what the grader's user may.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager

from autograder import course_folder
from autograder.execute.client import Recipe

OBSERVE_ONLY = "AUTOGRADER_OBSERVE_ONLY"
SEED = "AUTOGRADER_SEED"
# Run in each kernel before the first cell: importing torch takes seconds, which are no student's, and the way that
# evidence takes is taken while no student's code is there.
FIRST = "__import__('autograder.notebook').notebook.outbox()"
_ARGUMENTS = ["--InteractiveShellApp.ignore_cwd=True", "--HistoryManager.enabled=False"]


@contextmanager
def private_home() -> Iterator[Path]:
    """Make a folder that holds the kernel's connection file, its sockets and `work`, where it runs.

    Absolute and short: the path of a Unix socket has at most about a hundred characters.
    """
    home = Path(tempfile.mkdtemp(prefix="ag-")).resolve()
    try:
        (home / "work").mkdir()
        (home / "tmp").mkdir()
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def environment(home: Path, seed: int) -> dict[str, str]:
    """Return the kernel's whole environment.

    PYTHONSAFEPATH keeps a student's `torch.py` from shadowing the real one; one thread, so that what is timed
    repeats; no variable of the grader's own.
    """
    return {
        OBSERVE_ONLY: "1",
        SEED: str(seed),
        course_folder.COURSE: str(course_folder.at_work() or ""),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
        "HOME": str(home / "work"),
        "TMPDIR": str(home / "tmp"),
        "IPYTHONDIR": str(home / "tmp" / "ipython"),
        "MPLCONFIGDIR": _font_cache(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }


def _font_cache(home: Path) -> str:
    """Copy matplotlib's list of fonts, where there is one: making it anew would cost each kernel seconds."""
    folder = home / "tmp" / "matplotlib"
    folder.mkdir()
    cache = Path(os.environ.get("MPLCONFIGDIR") or Path.home() / ".cache" / "matplotlib")
    for fonts in cache.glob("fontlist-*.json"):
        shutil.copy(fonts, folder)
    return str(folder)


def manager(home: Path) -> dict[str, Any]:
    """Return the traits of its kernel manager: sockets and connection file in its own folder.

    The one kernel that it knows is this very Python, whatever kernels the user has installed.
    """
    return {
        "kernel_name": "python3",
        "kernel_spec_manager": KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True),
        "transport": "ipc",
        "ip": str(home / "k"),
        "connection_file": str(home / "kernel.json"),
    }


def start(home: Path, seed: int) -> dict[str, Any]:
    """Return the arguments of its kernel's start."""
    return {"cwd": str(home / "work"), "env": environment(home, seed)}


def arguments() -> list[str]:
    """Return the kernel's command-line arguments: the folder that it runs in is not on its path."""
    return list(_ARGUMENTS)


@contextmanager
def kernel(seed: int, draws: bool = True) -> Iterator[Recipe]:
    """Make what one submission's kernels need, for as long as it runs."""
    del draws  # it imports what its cells ask for, when they do
    with private_home() as home:
        yield Recipe(manager(home), start(home, seed), tuple(arguments()), FIRST)
