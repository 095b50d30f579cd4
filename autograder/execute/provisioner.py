"""The kernel provisioner `autograder`, by which jupyter_client starts our warm, sandboxed kernels.

A kernelspec that names it (kernels/autograder/) makes nbclient, papermill, nbgrader, nbconvert and JupyterLab fork
their kernels from a zygote, without knowing it. For every client the kernel runs in a private folder of its own, over
sockets in that folder, with nothing of the client's environment but the seed, and its checks only observe. A client
that knows that its notebook draws nothing may say so (`DRAWS`): then matplotlib is not imported.
"""

import asyncio
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Float

from autograder import course_folder
from autograder.execute.forks import Forked, zygote
from autograder.execute.kernel_application import CONNECTION, IPYTHON, LAUNCH, SCRATCH, SOCKETS, WORK
from autograder.execute.kernel_application import DRAWS as DRAWS_FILE

DRAWS = "AUTOGRADER_DRAWS"  # "" for a notebook that draws nothing


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel where LocalProvisioner starts a program."""

    start_seconds = Float(120, help="Seconds until a kernel must be ready; the first waits for torch.").tag(config=True)
    process: Any = None  # a Forked
    _home: Path | None = None
    _removal: Callable[[], object]

    @property
    def home(self) -> Path | None:
        """The kernel's folder; None before there is one."""
        return self._home

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Make the kernel's home, with its sockets in it; a restart keeps both, so that clients stay connected."""
        if self._home is None:
            self._home = private_home()
            # Some clients leave without shutting down. Their kernel ends with them; its home, with this object.
            self._removal = weakref.finalize(self, remove, self._home)
            if self.parent is not None:
                self.parent.transport = "ipc"
                self.parent.ip = str(self._home / SOCKETS / "k")
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel; raise RuntimeError if it does not get ready."""
        try:
            await self._launch(cmd, kwargs.get("env") or {})
        except RuntimeError:
            await self.cleanup()
            raise
        return self.connection_info

    async def _launch(self, cmd: list[str], given: dict[str, str]) -> None:
        assert self._home is not None
        self._lay_out(self._home, cmd, given)
        mother = zygote()
        try:
            forked = mother.fork(self._home)
            self.process = forked
            await asyncio.wait_for(_until_ready(forked), self.start_seconds)
        except TimeoutError:
            raise RuntimeError(f"the warm kernel was not ready within {self.start_seconds:g} s") from None
        except OSError as error:
            raise RuntimeError(f"the zygote is gone ({mother.last_words()})") from error
        if not forked.ready:
            why = forked.failure or f"its zygote failed ({mother.last_words()})"
            raise RuntimeError(f"the warm kernel did not start: {why}")
        self.pid, self.cwd = forked.pid, str(self._home / WORK)

    async def kill(self, restart: bool = False) -> None:
        """Kill it and wait for its end, which comes at once."""
        if self.process is not None:
            self.process.kill()
            await _until_ended(self.process)

    async def wait(self) -> int | None:
        """Wait for its end, without LocalProvisioner's tenths of a second."""
        forked, self.process = self.process, None
        if forked is None:
            return 0
        code = await _until_ended(forked)
        forked.close()
        return code

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the kernel, and, unless it restarts, remove its home."""
        if self.process is not None:
            self.process.close()
            self.process = None
        await super().cleanup(restart)
        if not restart and self._home is not None:
            self._removal()
            self._home = None

    def _lay_out(self, home: Path, cmd: list[str], given: dict[str, str]) -> None:
        """Write into the kernel's home what its process will read there."""
        assert self.parent is not None
        shutil.copyfile(self.parent.connection_file, home / CONNECTION)
        # The client's arguments come after the kernelspec's own.
        arguments = cmd[cmd.index("-f") + 2 :] if "-f" in cmd else []
        launch = {"environment": environment(home, given.get(course_folder.SEED)), "arguments": arguments}
        (home / LAUNCH).write_text(json.dumps(launch), encoding="utf-8")
        if given.get(DRAWS, "1"):
            (home / DRAWS_FILE).touch()


async def _until_ready(forked: Forked) -> None:
    while not (forked.ready or forked.failure):
        await _readable(forked.fileno())
        if not forked.listen():
            return


async def _until_ended(forked: Forked) -> int:
    while (code := forked.poll()) is None:
        await _readable(forked.fileno())
    return code


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    said: asyncio.Future[None] = loop.create_future()

    def note() -> None:
        if not said.done():
            said.set_result(None)

    loop.add_reader(descriptor, note)
    try:
        await said
    finally:
        loop.remove_reader(descriptor)


def private_home() -> Path:
    """Make the folder of one kernel. Its path is short: a socket's may have about a hundred characters."""
    home = Path(tempfile.mkdtemp(prefix="ag-")).resolve()
    for name in (WORK, SCRATCH, SOCKETS, IPYTHON):
        (home / name).mkdir(mode=0o700)
    return home


def remove(home: Path) -> None:
    """Remove a kernel's home, whatever its student left there."""
    try:
        shutil.rmtree(home)
    except (OSError, RecursionError):
        # Folders too deep for Python, or that their owner may not enter.
        subprocess.run(["chmod", "-R", "u+rwx", "--", home], stderr=subprocess.DEVNULL, check=False)
        subprocess.run(["rm", "-rf", "--", home], stderr=subprocess.DEVNULL, check=False)


def environment(home: Path, seed: str | None = None) -> dict[str, str]:
    """Return a kernel's whole environment; where the client gave no seed, one is drawn."""
    return {
        **environment_of_any(seed if seed is not None else str(secrets.randbits(31))),
        "HOME": str(home / WORK),
        "TMPDIR": str(home / SCRATCH),
        "IPYTHONDIR": str(home / IPYTHON),
        "MPLCONFIGDIR": str(home / SCRATCH),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def environment_of_any(seed: str) -> dict[str, str]:
    """Return what every kernel's environment holds, a cold one's too, and nothing of the grader's own.

    PYTHONSAFEPATH keeps a student's `torch.py` from shadowing torch. One thread makes timings repeatable.
    """
    return {
        course_folder.OBSERVE_ONLY: "1",
        course_folder.SEED: seed,
        course_folder.COURSE: str(course_folder.at_work() or ""),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OMP_THREAD_LIMIT": "1",  # an answer may ask for more, and on a busy machine would be slower for it
        "MKL_NUM_THREADS": "1",
    }
