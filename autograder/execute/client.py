"""A notebook client that goes on: after a cell that raises, one that never ends, a kernel that dies.

Offers: `KeepsGoing`, nbclient's client with limits, bounded outputs and new kernels.

nbclient alone stops at a dead kernel, waits for ever for one that swallows the interrupt, and keeps every byte
that a cell prints.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import ceil
from time import monotonic
from typing import Any

from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode

from autograder.execute.kept_output import CUT, Kept
from autograder.execute.one_kernel import OneKernel, Recipe
from autograder.execute.process_usage import Usage
from autograder.execute.submission import CellRun, Ended, Limits
from autograder.limits import MESSAGES

_QUIET = logging.getLogger("autograder.execute")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False
_TIMED_OUT = {"ename": "CellTimeoutError", "evalue": "stopped: it took too long", "traceback": []}


def _not_told(*_: Any) -> None:
    """Tell nobody."""


class KeepsGoing(OneKernel):
    """Runs every cell of a notebook, whatever the ones before it did.

    `skip` holds the indices of cells not to run, `checks` those of cells with a check cell's limits. A kernel that
    hangs or dies is replaced; then the cells that had ended before run once more, except checks, and the culprit is
    left out.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        limits: Limits,
        recipe: Recipe,
        *,
        skip: frozenset[int] = frozenset(),
        checks: frozenset[int] = frozenset(),
        starting: Callable[[int], None] = _not_told,
        ended: Callable[[int, CellRun], None] = _not_told,
    ) -> None:
        """Take a notebook, its limits, and how its kernels are made.

        `starting` and `ended` are called once for each cell, in order; replays are not counted.
        """
        super().__init__(
            notebook,
            recipe,
            allow_errors=True,
            interrupt_on_timeout=True,
            error_on_timeout=_TIMED_OUT,
            iopub_timeout=limits.grace,
            raise_on_iopub_timeout=True,
            startup_timeout=limits.start,
            timeout=limits.start,
            store_widget_state=False,
            record_timing=False,
            coalesce_streams=True,
            log=_QUIET,
        )
        self.limits = limits
        self.skip = skip
        self.checks = checks
        self._starting = starting
        self._ended = ended
        self.restarts = 0
        self._deadline = 0.0
        self._kept = Kept(limits)
        self._late = False
        self._reply: Mapping[str, Any] = {}
        self.on_cell_executed = self._note_reply
        self.timeout_func = self._seconds_for

    def _note_reply(self, *, execute_reply: Mapping[str, Any], **_: Any) -> None:
        self._reply = execute_reply["content"]

    def _seconds_for(self, cell: NotebookNode) -> int:
        index = next((i for i, other in enumerate(self.nb.cells) if other is cell), -1)
        most = self.limits.check if index in self.checks else self.limits.cell
        return max(1, ceil(min(most, self._deadline - monotonic())))

    def run(self) -> tuple[CellRun, ...]:
        """Run the notebook in place; return what became of each cell."""
        try:
            runs: tuple[CellRun, ...] = run_sync(self._run)()
        finally:
            self._kill_group()  # Ctrl-C ends the event loop before it can stop the kernel
        return runs

    async def _run(self) -> tuple[CellRun, ...]:
        self.reset_execution_trackers()
        runs: dict[int, CellRun] = {}
        try:
            await self._start_kernel()
            self._deadline = monotonic() + self.limits.notebook  # the first start's time is not the student's
            for index in range(len(self.nb.cells)):
                self._starting(index)
                runs[index] = await self._run_next(index, runs)
                self._ended(index, runs[index])
        finally:
            await self._stop_kernel()
        return tuple(runs[index] for index in range(len(self.nb.cells)))

    async def _run_next(self, index: int, runs: dict[int, CellRun]) -> CellRun:
        cell = self.nb.cells[index]
        if cell.cell_type != "code" or not cell.source.strip() or index in self.skip:
            return CellRun(Ended.SKIPPED)
        if monotonic() >= self._deadline:
            return CellRun(Ended.NOT_REACHED, f"the notebook's {self.limits.notebook:g} s were over")
        if self.kc is None and not await self._restart([i for i, run in runs.items() if _worth_again(run)]):
            return CellRun(Ended.NOT_REACHED, "the kernel had stopped too often")
        watch = Usage.begun(self._pid) if index in self.checks else None
        run = await self._run_cell(cell, index)
        return replace(run, spent=watch.ended()) if watch else run

    async def _restart(self, again: Sequence[int]) -> bool:
        """Start a new kernel and bring it to where the last one was; False where the restarts are used up."""
        while self.restarts < self.limits.restarts:
            self.restarts += 1
            await self._start_kernel()
            for index in again:
                if index not in self.checks:
                    await self._run_cell(NotebookNode(self.nb.cells[index], outputs=[]), index)
                if self.kc is None:
                    break
            if self.kc is not None:
                return True
        return False

    async def _run_cell(self, cell: NotebookNode, index: int) -> CellRun:
        """Run one cell; stop the kernel where it can no longer be used."""
        self._kept.begin(check=index in self.checks)
        self._reply = {}
        self._ledger.begin()
        self._late = False
        if index in self.checks:
            self.output_hook_stack.clear()  # widgets of earlier cells, which may know the number of this one's messages
        try:
            await self.async_execute_cell(cell, index)
        except DeadKernelError:
            return await self._lost(cell, Ended.DIED, "it ended the kernel")
        except CellTimeoutError:
            if self._late:
                # The interrupt was swallowed, or the kernel is stuck outside Python.
                return await self._lost(cell, Ended.TIMED_OUT, "it took too long and did not stop when interrupted")
            # The cell ended, and its output did not: the socket closes on a message that is too long.
            told = f"it sent more than {MESSAGES.part >> 20} MiB at once, or closed its line"
            return await self._lost(cell, Ended.DIED, told)
        except MemoryError:
            return await self._lost(cell, Ended.DIED, "what it sent takes too much memory to read")
        except Exception as error:
            # The kernel had started and answered: what breaks the connection later was sent by the student's code.
            return await self._lost(cell, Ended.DIED, f"it broke the line to the kernel ({type(error).__name__})")
        return await self._outcome(cell, index)

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> dict[str, Any] | None:
        self._late = True
        reply: dict[str, Any] | None = await super()._async_handle_timeout(timeout, cell)
        return reply

    async def _lost(self, cell: NotebookNode, ended: Ended, says: str) -> CellRun:
        """Return the run of a cell that its kernel did not outlive."""
        await self._stop_kernel()
        return CellRun(Ended.DIED if self._ended_for else ended, self._ended_for or says, tuple(cell.outputs))

    async def _outcome(self, cell: NotebookNode, index: int) -> CellRun:
        outputs = tuple(cell.outputs)
        reply = self._reply
        if any(item.get("source") == "ask_exit" for item in reply.get("payload") or []):
            await self._stop_kernel()  # exit() and quit() reply first, and end the kernel a moment later
            return CellRun(Ended.DIED, "it ended the kernel", outputs)
        if reply.get("status") != "error" and self._kept.has_cut_displays and index in self.checks:
            # What was lost may be the evidence, and what is there instead another's.
            return CellRun(Ended.RAISED, f"more than {self.limits.check_bytes >> 20} MiB of displays", outputs)
        if reply.get("status") != "error":
            return CellRun(Ended.RAN, outputs=outputs)
        if reply.get("ename") == _TIMED_OUT["ename"]:
            return CellRun(Ended.TIMED_OUT, "it took too long", outputs)
        said = [str(reply.get(part) or "") for part in ("ename", "evalue")]  # of `assert x`, the second is empty
        return CellRun(Ended.RAISED, ": ".join(filter(None, said))[:500], outputs)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take a message from the kernel, within the limits. What a student's code sends may be anything."""
        if not self._kept.takes(msg):
            if self._kept.cuts(msg):
                cell.outputs.append(NotebookNode(output_type="stream", name="stdout", text=CUT))
            return None
        if cell_index in self.checks and msg["msg_type"].startswith(("clear_output", "comm")):
            return None  # what a check shows stays there: a widget, or a thread, could take its evidence away
        try:
            taken: NotebookNode | None = super().process_message(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception:
            return None  # not a message that nbclient can read
        return taken


def _worth_again(run: CellRun) -> bool:
    return run.ended in (Ended.RAN, Ended.RAISED)
