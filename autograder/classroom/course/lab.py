"""JupyterLab, which replaces this process: on a learner's folder, or on a whole course with nbgrader's panels.

open_learner   a learner's folder; nbgrader's panels for teachers are off, for this one server
open_course    a course folder, with JupyterLab and nbgrader as they are set up
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

# Settings that are read before the user's own, which stay as they are.
_WITHOUT_PANELS = Path(__file__).parent / "without_panels"
_CONFIG_PATH = "JUPYTER_CONFIG_PATH"


def open_learner(copy: Path, notebook: Path, browser: bool) -> NoReturn:
    """Open a lesson in a learner's folder."""
    theirs = [os.environ[_CONFIG_PATH]] if os.environ.get(_CONFIG_PATH) else []
    _become_lab(copy, notebook, browser, {_CONFIG_PATH: os.pathsep.join([str(_WITHOUT_PANELS), *theirs])})


def open_course(course: Path, notebook: Path, browser: bool) -> NoReturn:
    """Open a lesson in a course; the course is the server's root, so that nbgrader's formgrader finds it."""
    _become_lab(course, notebook, browser, {})


def _become_lab(root: Path, notebook: Path, browser: bool, settings: dict[str, str]) -> NoReturn:
    # The server listens to this machine alone.
    opened = f"/lab/tree/{notebook.relative_to(root).as_posix()}"
    options = [f"--ServerApp.root_dir={root}", f"--LabApp.default_url={opened}"]
    options += [] if browser else ["--no-browser"]
    # In a container the user is root, and JupyterLab would refuse to start.
    options += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    os.chdir(root)
    # Started from this environment, JupyterLab prefers the environment's kernel python3 to any of the user's.
    os.execve(sys.executable, [sys.executable, "-m", "jupyterlab", *options], os.environ | settings)
