"""A kernel's application, in its fork of the zygote: built, bound to its sockets, and shut into its box.

prepared           all of that, for the kernel whose home it is
begin_afresh       reset what forks inherit and must not share
application_class  the class of such an application; the zygote makes it once
shell              IPython's shell, which the zygote makes once: each fork has a copy in which nothing has run
LAUNCH, CONNECTION, DRAWS, WORK, SCRATCH, SOCKETS, IPYTHON  the files and folders of a kernel's home
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

LAUNCH = "launch.json"
CONNECTION = "kernel.json"
DRAWS = "draws"  # an empty file, where the zygote should have drawn a figure before this kernel is forked
# Folders of a kernel's home. IPython's may hold code that runs at the next start, so a student can't write there.
WORK, SCRATCH, SOCKETS, IPYTHON = "work", "tmp", "s", "ipython"


def prepared(home: Path, readable: list[str]) -> Any:
    """Return the kernel application, its sockets bound, its box closed."""
    from autograder.execute import sandbox

    launch = json.loads((home / LAUNCH).read_text(encoding="utf-8"))
    os.environ.clear()
    os.environ.update(launch["environment"])
    os.umask(0o077)
    os.chdir(home / WORK)
    begin_afresh()
    mine = [home / WORK, home / SCRATCH, home / SOCKETS]
    read = [*readable, *map(str, mine), str(home / IPYTHON), str(home / CONNECTION)]
    sandbox.confine(read, [*map(str, mine), os.devnull])
    if launch["arguments"]:  # they may configure the shell: then the kernel makes its own
        shell().clear_instance()
    application = _application(home / CONNECTION)
    application.initialize(launch["arguments"])
    _wait_for_heartbeat(application)
    sandbox.deny_calls()
    return application


@cache
def application_class() -> Any:
    """Return the class of a kernel's application, made once for all kernels: without a debugger, with a silent log.

    Its settings are passed as objects: to parse them as command-line words would make the start a fifth longer.
    """
    import logging

    from ipykernel import debugger, ipkernel
    from ipykernel.kernelapp import IPKernelApp
    from IPython.core import shellapp

    debugger._is_debugpy_available = False

    class Application(IPKernelApp):
        def init_kernel(self) -> None:
            with _sees_no_modules(ipkernel):  # it notes each module's file for its debugger
                super().init_kernel()  # type: ignore[no-untyped-call]
            if self.kernel.shell.kernel is None:  # the shell was made before the kernel
                _join(self.kernel.shell, self)

        def init_code(self) -> None:
            known = shell()._sys_modules_keys
            with _sees_no_modules(shellapp):  # it notes each module's name, which the shell has noted already
                super().init_code()  # type: ignore[no-untyped-call]
            assert self.shell is not None
            self.shell._sys_modules_keys = known

        def parse_command_line(self, argv: list[str] | None = None) -> None:
            if argv:
                super().parse_command_line(argv)

        def _configure_logging(self) -> None:
            log = logging.getLogger(type(self).__name__)
            log.addHandler(logging.NullHandler())
            log.propagate = False

    return Application


@cache
def shell() -> Any:
    """Return IPython's shell, made once: that takes two thirds of a kernel's start, and needs no kernel.

    Its profile is empty and its folder gone: no kernel finds anything there, and none can leave anything there.
    """
    import tempfile

    from ipykernel.compiler import XCachingCompiler
    from ipykernel.zmqshell import ZMQInteractiveShell
    from IPython.core.profiledir import ProfileDir

    with tempfile.TemporaryDirectory() as folder:
        profile = ProfileDir.create_profile_dir_by_name(folder, "default")  # type: ignore[no-untyped-call]
        made = ZMQInteractiveShell.instance(
            ipython_dir=folder, profile_dir=profile, compiler_class=XCachingCompiler, config=_settings()
        )
    made._sys_modules_keys = set(sys.modules)
    return made


@contextmanager
def _sees_no_modules(where: Any) -> Iterator[None]:
    """Have one module of Jupyter's find `sys.modules` empty in the block.

    To look at each module would copy its page of the zygote's memory, 20 MB in all: half of a kernel's start.
    """
    real = where.sys
    where.sys = SimpleNamespace(**vars(real) | {"modules": {}})
    try:
        yield
    finally:
        where.sys = real


def _join(made: Any, application: Any) -> None:
    """Give the shell that was made before its kernel what it would have got from the kernel."""
    made.kernel = made.parent = application.kernel
    made.ipython_dir, made.profile_dir = application.ipython_dir, application.profile_dir
    made.init_environment()


def _settings() -> Any:
    from traitlets.config import Config

    return Config({"InteractiveShellApp": {"ignore_cwd": True}, "HistoryManager": {"enabled": False}})


def _application(connection: Path) -> Any:
    """Return a kernel's application, with the shell's profile: making its own would take a tenth of the start."""
    # IPython's one extension by its full name: by the short one it would be looked for in every folder first.
    extensions = ["IPython.extensions.storemagic"]
    return application_class().instance(
        connection_file=str(connection),
        default_extensions=extensions,
        profile_dir=shell().profile_dir,
        config=_settings(),
    )


def begin_afresh() -> None:
    """Reset what forks inherit and must not share: random generators, the folder for temporary files."""
    import random
    import tempfile

    import numpy as np
    import torch

    random.seed()
    np.random.seed()
    torch.default_generator.seed()  # torch.seed would ask other devices too
    tempfile.tempdir = None


def _wait_for_heartbeat(application: Any) -> None:
    """Wait until the heartbeat's thread has bound its socket: after `deny_calls` it could not."""
    import time

    path = f"{application.ip}-{application.hb_port}"
    while application.heartbeat.is_alive() and not os.path.exists(path):
        time.sleep(0.0005)
