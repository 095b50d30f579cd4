"""Messages from a kernel: bounded in number and size, and well-formed or dropped.

A student's code can send any bytes, at any time, on every socket of its kernel. What is no well-formed message of
Jupyter's is dropped; where more comes than the limits allow, the kernel is ended and its cell says so.

    Ledger            counts what has come since a cell began, of whatever type
    BoundedChannel    jupyter_client's channel, within the ledger; it hands out well-formed messages alone
    ReplyChannel      the same for replies: a malformed one there ends the kernel
    parsed            a message's parts → the message, or None
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from queue import Empty
from time import monotonic
from typing import Any

from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.session import Session

from autograder.limits import MESSAGES, Messages

Message = dict[str, Any]

_LONG_WAIT = 3600.0


class Ledger:
    """Counts what a kernel sends; calls `over` once where that is too much."""

    def __init__(self, over: Callable[[str], None], limits: Messages = MESSAGES) -> None:
        self._over = over
        self._limits = limits
        self.begin()

    def begin(self) -> None:
        """Begin anew, for the next cell."""
        self._count = self._size = 0
        self.full = False

    def admits(self, parts: Sequence[bytes]) -> bool:
        """Count a message; False where it, or one before it, was too much."""
        self._count += 1
        self._size += sum(map(len, parts))
        if self._count > self._limits.count:
            self.close(f"it sent more than {self._limits.count} messages")
        elif self._size > self._limits.size:
            self.close(f"it sent more than {self._limits.size >> 20} MiB")
        return not self.full

    def close(self, why: str) -> None:
        """Take no more messages of this cell."""
        if not self.full:
            self.full = True
            self._over(why)


class BoundedChannel(AsyncZMQSocketChannel):
    """A channel that drops what is no well-formed message of Jupyter's."""

    ledger: Ledger | None = None  # none before a cell runs
    awaited = False  # True: replies come here, which are waited for; a malformed one ends the kernel

    async def get_msg(  # type: ignore[override]  # as the class above overrides its own
        self, timeout: float | None = None
    ) -> Message:
        """Return the next message; raise Empty where none comes within `timeout` seconds."""
        deadline = monotonic() + (_LONG_WAIT if timeout is None else timeout)
        while self.ledger is None or not self.ledger.full:
            assert self.socket is not None
            await asyncio.sleep(0)  # in a flood, what has come is taken without waiting: give other tasks their turn
            if not await self.socket.poll(max(0, int((deadline - monotonic()) * 1000))):
                raise Empty
            message = self._taken(await self.socket.recv_multipart())
            if message is not None:
                return message
        await asyncio.sleep(max(0, deadline - monotonic()))  # until the kernel's end is noticed
        raise Empty

    def _taken(self, parts: Sequence[bytes]) -> Message | None:
        if self.ledger is not None and not self.ledger.admits(parts):
            return None
        try:
            message = parsed(parts, self.session)
        except MemoryError:
            if self.ledger is None:
                raise
            self.ledger.close("what it sent takes too much memory to read")
            return None
        if message is None and self.awaited and self.ledger is not None:
            self.ledger.close("it answered as no kernel does")
        return message


class ReplyChannel(BoundedChannel):
    """The channel on which a kernel says that a cell has ended."""

    awaited = True


def parsed(parts: Sequence[bytes], session: Session) -> Message | None:
    """Return the message that these parts make up; None where they make none that nbclient can take."""
    try:
        _, rest = session.feed_identities(list(parts))
        message: Message = session.deserialize(rest)
        return message if _well_formed(message) else None
    except MemoryError:
        raise
    except Exception:
        return None  # arbitrary bytes may make the parsers raise anything


def _well_formed(message: Mapping[str, Any]) -> bool:
    """Tell whether a message has the fields of its type, each of the right type, and is not nested too deep."""
    heads = [message.get(part) for part in ("header", "parent_header", "metadata", "content")]
    kind, content = message.get("msg_type"), message.get("content")
    if not all(isinstance(head, dict) for head in heads) or not isinstance(content, dict):
        return False
    if not isinstance(message.get("msg_id"), str) or not isinstance(kind, str) or kind not in _FORMS:
        return False
    if not isinstance(message["parent_header"].get("msg_id", ""), str):
        return False
    form = {**_COMMON, **_FORMS[kind]}
    return all(holds(content.get(field)) for field, holds in form.items()) and not _deeper(content, MESSAGES.depth)


def _deeper(value: Any, most: int) -> bool:
    level = [value]
    for _ in range(most):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and 0 <= value < 2**31)


def _is_optional_object(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def _is_stream(value: Any) -> bool:
    return value in ("stdout", "stderr") if isinstance(value, str) else False


def _is_transient(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and isinstance(value.get("display_id", ""), str | None))


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_payloads(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(item, dict) for item in value))


def _is_optional_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


_Form = Mapping[str, Callable[[Any], bool]]
# Fields that are read of every message, whatever its type.
_COMMON: _Form = {"execution_count": _is_count, "transient": _is_transient}
_DISPLAY: _Form = {"data": _is_object, "metadata": _is_object}
_REPLY: _Form = {
    "status": _is_text, "payload": _are_payloads, "ename": _is_optional_text, "evalue": _is_optional_text
}  # fmt: skip
_FORMS: Mapping[str, _Form] = {
    "status": {"execution_state": _is_text},
    "execute_input": {},
    "stream": {"name": _is_stream, "text": _is_text},
    "display_data": _DISPLAY,
    "update_display_data": _DISPLAY,
    "execute_result": _DISPLAY,
    "error": {"ename": _is_text, "evalue": _is_text, "traceback": _are_texts},
    "clear_output": {},
    "comm_open": {"comm_id": _is_text, "data": _is_object, "target_name": _is_optional_text},
    "comm_msg": {"comm_id": _is_text, "data": _is_object},
    "comm_close": {"comm_id": _is_text, "data": _is_optional_object},
    "execute_reply": _REPLY,
    "kernel_info_reply": _REPLY,
    "shutdown_reply": {},
    "interrupt_reply": {},
}
