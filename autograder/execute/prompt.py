"""jupyter_client's manager and client without their pauses, which are longer than a warm kernel's start.

PromptManager   does not wait after a start and an end
PromptClient    is ready as soon as the kernel is idle; its channels take no more than a kernel may send
"""

import inspect
from collections.abc import Mapping
from math import inf
from queue import Empty
from time import monotonic
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from autograder.execute.messages import BoundedChannel, Ledger, ReplyChannel
from autograder.limits import MESSAGES


class PromptManager(AsyncKernelManager):
    """jupyter_client's manager without the decorator that waits 0.01 s after each start and each end, for its tests."""

    start_kernel: Any = inspect.unwrap(AsyncKernelManager.start_kernel)
    shutdown_kernel: Any = inspect.unwrap(AsyncKernelManager.shutdown_kernel)


class PromptClient(AsyncKernelClient):
    """jupyter_client's client, ready as soon as the kernel is idle: the original waits for 0.2 s of silence first."""

    shell_channel_class = ReplyChannel
    iopub_channel_class = control_channel_class = stdin_channel_class = BoundedChannel

    @default("context")
    def _bounded_context(self) -> zmq.asyncio.Context:
        """Return the context of its sockets: too long a part of a message closes the connection that it comes on."""
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.MAXMSGSIZE, MESSAGES.part)
        context.setsockopt(zmq.RCVHWM, MESSAGES.waiting)
        return context

    def bound(self, ledger: Ledger) -> None:
        """Count in `ledger`, from now on, what comes."""
        for channel in (self.shell_channel, self.iopub_channel):
            channel.ledger = ledger

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until both channels carry the answer to one request; raise RuntimeError where they do not."""
        deadline = monotonic() + (inf if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if monotonic() > deadline:
                raise RuntimeError(f"the kernel did not answer in {timeout:g} s")

    async def _answers(self) -> bool:
        asked = self.kernel_info()
        try:
            while (reply := await self.get_shell_msg(timeout=1))["parent_header"].get("msg_id") != asked:
                pass
            while not _is_idle(await self.get_iopub_msg(timeout=0.2), asked):
                pass
        except Empty:  # it is not there yet, or it answered before this channel was open
            return False
        self._handle_kernel_info_reply(reply)
        return True


def _is_idle(message: Mapping[str, Any], asked: str) -> bool:
    ours = message["parent_header"].get("msg_id") == asked and message["msg_type"] == "status"
    return bool(ours and message["content"]["execution_state"] == "idle")
