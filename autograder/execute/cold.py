"""A plain cold kernel for one submission: this Python, a private folder, and next to nothing of the environment.

    private_home   a fresh folder for one kernel, removed with all that is in it
    environment    the few variables that the kernel gets
    manager, start how jupyter_client makes it
    kernel         all of it, for one submission

This is no sandbox: the student's code may read and write what the grader's user may.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager

from autograder.execute.one_kernel import Recipe
from autograder.execute.provisioner import environment_of_any

# Run in each kernel before the first cell. To import torch takes seconds, which should not count against a student; and
# the outbox must be taken while no student's code is there yet.
FIRST = "__import__('autograder.notebook').notebook.outbox()"
# The kernel's command line: the folder that it runs in is not on its path.
_ARGUMENTS = ("--InteractiveShellApp.ignore_cwd=True", "--HistoryManager.enabled=False")


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
    """Return the kernel's whole environment."""
    return {
        **environment_of_any(str(seed)),
        "HOME": str(home / "work"),
        "TMPDIR": str(home / "tmp"),
        "IPYTHONDIR": str(home / "tmp" / "ipython"),
        "MPLCONFIGDIR": _font_cache(home),
    }


def _font_cache(home: Path) -> str:
    """Copy matplotlib's list of fonts, where there is one: to make it anew would cost each kernel seconds."""
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


@contextmanager
def kernel(seed: int, draws: bool) -> Iterator[Recipe]:
    """Make what one submission's kernels need, for as long as it runs."""
    del draws  # as `warm.kernel` is called; a cold kernel imports what draws when a cell asks for it
    with private_home() as home:
        yield Recipe(manager(home), start(home, seed), _ARGUMENTS, FIRST)
