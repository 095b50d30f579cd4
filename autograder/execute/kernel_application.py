"""A kernel's application, in its fork of the zygote: built, bound to its sockets, and shut into its box.

prepared           all of that, for the kernel whose home it is
application_class  what such an application is; the zygote makes it once
LAUNCH, CONNECTION, DRAWS, WORK, SCRATCH, SOCKETS, IPYTHON  the files and folders of a kernel's home
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

LAUNCH = "launch.json"
CONNECTION = "kernel.json"
DRAWS = "draws"  # an empty file, where the zygote should have drawn a figure before this kernel is forked
# Folders of a kernel's home; IPython's holds what runs at the next start, so it stays out of the student's reach.
WORK, SCRATCH, SOCKETS, IPYTHON = "work", "tmp", "s", "ipython"


def prepared(home: Path, readable: list[str]) -> Any:
    """Return the kernel application, its sockets bound, its box closed."""
    from IPython.core.profiledir import ProfileDir

    from autograder.execute import sandbox

    launch = json.loads((home / LAUNCH).read_text(encoding="utf-8"))
    os.environ.clear()
    os.environ.update(launch["environment"])
    os.umask(0o077)
    os.chdir(home / WORK)
    _begin_afresh()
    ProfileDir.create_profile_dir_by_name(str(home / IPYTHON), "default")  # type: ignore[no-untyped-call]
    mine = [home / WORK, home / SCRATCH, home / SOCKETS]
    read = [*readable, *map(str, mine), str(home / IPYTHON), str(home / CONNECTION)]
    sandbox.confine(read, [*map(str, mine), os.devnull])
    application = _application(home / CONNECTION)
    application.initialize(launch["arguments"])
    _wait_for_heartbeat(application)
    sandbox.seal()
    return application


@cache
def application_class() -> Any:
    """Return what a kernel's application is, made once for all of them. Nobody debugs there, and its log goes nowhere.

    It takes its settings as they are: to read them as words takes a fifth longer.
    """
    import logging
    from types import SimpleNamespace

    from ipykernel import debugger, ipkernel
    from ipykernel.kernelapp import IPKernelApp

    debugger._is_debugpy_available = False

    class Application(IPKernelApp):
        def init_kernel(self) -> None:
            # A kernel notes each module's file for its debugger. To touch each is to copy its page of the zygote's
            # memory, 20 MB in all: half of what a kernel's start takes.
            real, ipkernel.sys = ipkernel.sys, SimpleNamespace(modules={})  # type: ignore[attr-defined, assignment]
            try:
                super().init_kernel()  # type: ignore[no-untyped-call]
            finally:
                ipkernel.sys = real  # type: ignore[attr-defined]

        def parse_command_line(self, argv: list[str] | None = None) -> None:
            if argv:
                super().parse_command_line(argv)

        def _configure_logging(self) -> None:
            log = logging.getLogger(type(self).__name__)
            log.addHandler(logging.NullHandler())
            log.propagate = False

    return Application


def _application(connection: Path) -> Any:
    """Return a kernel's application."""
    from traitlets.config import Config

    settings = Config({"InteractiveShellApp": {"ignore_cwd": True}, "HistoryManager": {"enabled": False}})
    # IPython's one extension by its whole name: by the short one it is looked for in every folder first.
    extensions = ["IPython.extensions.storemagic"]
    return application_class().instance(connection_file=str(connection), default_extensions=extensions, config=settings)


def _begin_afresh() -> None:
    """Forget what a process inherits but must not share: entropy, the folder for temporary files."""
    import random
    import tempfile

    import numpy as np
    import torch

    random.seed()
    np.random.seed()
    torch.default_generator.seed()  # torch.seed asks the devices too, which are not there
    tempfile.tempdir = None


def _wait_for_heartbeat(application: Any) -> None:
    """Wait until the heartbeat's thread has bound its socket: after `seal` it could not."""
    import time

    path = f"{application.ip}-{application.hb_port}"
    while application.heartbeat.is_alive() and not os.path.exists(path):
        time.sleep(0.0005)
