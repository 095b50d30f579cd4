"""The way by which evidence leaves a kernel. It is taken before any code of a student's runs, and serves nothing else.

What a cell displays goes through some twenty functions of IPython's, the kernel's and zmq's, any of which a student's
code can wrap. The outbox holds what lies at the end of that way: the socket, the key, and functions written in C.

Offers: `outbox`, the one taken on first use; `Outbox`; `shell_at_work`, IPython's shell.
"""

import hmac
import json.encoder
import os
import sys
from collections.abc import Callable, Mapping, MutableSequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Self

_MORE, _LAST = 2, 0  # zmq's SNDMORE, and no flag
_DELIMITER = b"<IDS|MSG>"
_PROTOCOL = "5.4"


def _as_text(thing: Any) -> str:
    return str(thing.isoformat())


@dataclass(frozen=True, slots=True)
class Outbox:
    """What it takes to display something in a kernel.

    display   the kernel's publisher, which knows the cell that runs
    events    what the kernel's sending thread is to do next; `wake` tells it to look
    put       send one part of a message
    sign      bytes → their signature
    """

    display: Any
    session: str
    events: MutableSequence[Callable[[], None]]
    wake: Callable[[], None]
    put: Callable[[bytes, int], None]
    sign: Callable[[bytes], bytes]
    write: Callable[[Any, int], Any]

    @classmethod
    def taken(cls, shell: Any) -> Self | None:
        """Take the way out of an IPython shell; None where the shell is not a kernel's, or is made otherwise."""
        try:
            display = shell.display_pub
            session, thread = display.session, display.pub_socket.io_thread
            socket, pipe, key = thread.socket, thread._event_pipe, bytes(session.key)
            scheme = str(session.signature_scheme).removeprefix("hmac-")
            put, digest, write = _send_of_zmq(), hmac.digest, _writer()
            return cls(
                display,
                str(session.session),
                thread._events,
                lambda: put(pipe, b""),
                lambda part, flag: put(socket, part, flag),
                lambda text: digest(key, text, scheme).hex().encode() if key else b"",
                write,
            )
        except (AttributeError, ImportError, KeyError, TypeError):
            return None

    def send(self, data: Mapping[str, Any]) -> None:
        """Display `data`, MIME type → JSON data, as the cell that runs."""
        header = {
            "msg_id": os.urandom(16).hex(),
            "msg_type": "display_data",
            "username": "",
            "session": self.session,
            "date": datetime.now(UTC).isoformat(),
            "version": _PROTOCOL,
        }
        content = {"data": data, "metadata": {}, "transient": {}}
        parts = ["".join(self.write(part, 0)).encode() for part in (header, self.display.parent_header, {}, content)]
        message = [b"display_data", _DELIMITER, self.sign(b"".join(parts)), *parts]

        def leave() -> None:
            for part in message[:-1]:
                self.put(part, _MORE)
            self.put(message[-1], _LAST)

        self.events.append(leave)
        self.wake()


def _send_of_zmq() -> Callable[..., Any]:
    from zmq.backend import Socket

    send: Callable[..., Any] = Socket.send
    return send


def _writer() -> Callable[[Any, int], Any]:
    """Return json's encoder as it is written in C: data, 0 → pieces of text."""
    text = json.encoder.encode_basestring_ascii
    made = vars(json.encoder)["c_make_encoder"]
    encoder: Callable[[Any, int], Any] = made({}, _as_text, text, None, ": ", ", ", False, False, False)
    return encoder


@cache
def outbox() -> Outbox | None:
    """Return the way out of this process's kernel; the first call takes it. None where there is no kernel."""
    shell = shell_at_work()
    return None if shell is None else Outbox.taken(shell)


def shell_at_work() -> Any:
    """Return IPython's shell where one runs, else None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
