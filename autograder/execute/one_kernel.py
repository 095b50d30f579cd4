"""The life of one kernel at a time: started, bounded while it runs, killed with all that it started.

Recipe          how jupyter_client makes the kernel
OneKernel       nbclient's client, with such a kernel
KernelFailed    no kernel came up: a failure of ours, never of the student's, and of nothing that their code sends
"""

import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from autograder.errors import AutograderError
from autograder.execute.folder import FolderWatch
from autograder.execute.messages import Ledger
from autograder.execute.prompt import PromptClient, PromptManager


@dataclass(frozen=True, slots=True)
class Recipe:
    """How jupyter_client makes a kernel.

    manager    traits of the kernel manager
    start      arguments of its start
    arguments  the kernel's command line
    first      code that runs before the first cell
    """

    manager: Mapping[str, Any]
    start: Mapping[str, Any]
    arguments: tuple[str, ...] = ()
    first: str = ""


class KernelFailed(AutograderError):
    """A kernel could not be started: a failure on the grader's side, before any code of a student's ran there."""


class OneKernel(NotebookClient):
    """Has a kernel made by a recipe, and none between its end and the next start."""

    def __init__(self, notebook: NotebookNode, recipe: Recipe, **traits: Any) -> None:
        """Take how the kernel is made, and traits of nbclient."""
        super().__init__(notebook, extra_arguments=list(recipe.arguments), shutdown_kernel="immediate", **traits)
        self._recipe = recipe
        self._group: int | None = None
        self._ended_for = ""
        self._ledger = Ledger(self._end_kernel)
        self._folder: FolderWatch | None = None

    @property
    def _pid(self) -> int | None:
        return getattr(self.km.provisioner, "pid", None) if self.km else None

    def _end_kernel(self, why: str) -> None:
        """Kill the kernel in the middle of a cell, from whatever thread; nbclient finds it dead within a second."""
        self._ended_for = why
        process = getattr(self.km.provisioner, "process", None) if self.km else None
        if process is not None:
            process.kill()

    async def _start_kernel(self) -> None:
        try:
            self.km = PromptManager(client_factory=PromptClient, **self._recipe.manager)
            await self.async_start_new_kernel(**self._recipe.start)
            self._group = getattr(self.km.provisioner, "pgid", None)
            await self.async_start_new_kernel_client()
            await self._run_first()
            self._bound()
        except (RuntimeError, OSError, NoSuchKernel, DeadKernelError) as error:
            raise KernelFailed(f"the kernel did not start within {self.startup_timeout:g} s: {error}") from error

    def _bound(self) -> None:
        """From now on, bound what the kernel sends, and what it puts into its folder."""
        self._ended_for = ""
        assert isinstance(self.kc, PromptClient)
        assert self.km is not None
        self.kc.bound(self._ledger)
        home = getattr(self.km.provisioner, "home", None)
        if home is not None:
            self._folder = FolderWatch(home, self._pid, self._end_kernel)
            self._folder.start()

    async def _run_first(self) -> None:
        if not self._recipe.first or self.kc is None:
            return
        reply = await self.async_wait_for_reply(self.kc.execute(self._recipe.first, silent=True))
        content = reply["content"] if reply else {"status": "error", "ename": "no reply", "evalue": ""}
        if content["status"] != "ok":
            raise KernelFailed(f"the kernel can't run «{self._recipe.first}»: {content['ename']}: {content['evalue']}")

    async def _stop_kernel(self) -> None:
        """Kill the kernel and all that it started."""
        if self._folder is not None:
            self._folder.stop()
            self._folder = None
        if self.km is not None:
            await self._async_cleanup_kernel()
        self.km = self.kc = None
        self._kill_group()

    def _kill_group(self) -> None:
        if self._group is not None:
            with suppress(ProcessLookupError, PermissionError):  # gone already
                os.killpg(self._group, signal.SIGKILL)
            self._group = None
