"""What a kernel sends is a message or nothing, and not more than it may."""

import asyncio
import json
from queue import Empty

import pytest
import zmq
import zmq.asyncio
from jupyter_client.session import Session

from autograder.execute.messages import BoundedChannel, Ledger, ReplyChannel, parsed
from autograder.execute.prompt import PromptClient
from autograder.limits import MESSAGES, Messages

HEAD = {
    "version": "5.3",
    "msg_id": "a",
    "msg_type": "stream",
    "session": "s",
    "username": "u",
    "date": "2026-01-01T00:00:00Z",
}
STREAM = {"name": "stdout", "text": "x"}


def frames(content, kind="stream", parent=None):
    parts = [{**HEAD, "msg_type": kind}, {} if parent is None else parent, {}, content]
    return [b"<IDS|MSG>", b"", *(part if isinstance(part, bytes) else json.dumps(part).encode() for part in parts)]


def nested(depth):
    return b'{"name": "stdout", "text": "x", "more": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [b"garbage"],
        [b"<IDS|MSG>"],
        [b"<IDS|MSG>", b"", b"{", b"\xff", b"[", b"nul"],
        frames([]),
        frames({"name": [], "text": "x"}),
        frames({"name": "stdout", "text": 5}),
        frames(STREAM, kind="poem"),
        frames(STREAM, kind=["stream"]),
        frames(STREAM, parent=[]),
        frames(STREAM, parent={"msg_id": {}}),
        frames({**STREAM, "transient": {"display_id": []}}),
        frames({**STREAM, "execution_count": {"a": 1}}),
        frames(b'{"name": "stdout", "text": "x", "n": ' + b"9" * 5000 + b"}"),
        frames(nested(400)),
        frames(nested(200_000)),
        frames({"status": "ok", "payload": [7]}, kind="execute_reply"),
        frames({"status": []}, kind="execute_reply"),
        frames({"data": {}, "metadata": 7}, kind="display_data"),
        frames({"ename": "E", "evalue": "e", "traceback": [5]}, kind="error"),
    ],
)
def test_what_is_no_message_is_none(parts):
    assert parsed(parts, Session(key=b"")) is None


def test_a_message_is_one():
    assert parsed(frames(STREAM), Session(key=b""))["content"] == STREAM
    assert parsed(frames(nested(20)), Session(key=b"")) is not None


def test_a_ledger_tells_once_and_begins_anew():
    told = []
    ledger = Ledger(told.append, Messages(count=3, size=1000))
    assert [ledger.admits([b"x"]) for _ in range(5)] == [True, True, True, False, False]
    assert told == ["it sent more than 3 messages"]
    ledger.begin()
    assert ledger.admits([b"x" * 500, b"x" * 500])
    assert not ledger.admits([b"x"])
    assert "MiB" in told[1]


def through(channel_class, sent, ledger, asked):
    """Return what a channel hands out of what was sent on it, asked that often."""

    async def talk():
        with zmq.asyncio.Context() as context:
            ours, theirs = context.socket(zmq.PAIR), context.socket(zmq.PAIR)
            ours.bind("inproc://line")
            theirs.connect("inproc://line")
            channel = channel_class(ours, Session(key=b""))
            channel.ledger = ledger
            for parts in sent:
                await theirs.send_multipart(parts)
            found = []
            for _ in range(asked):
                try:
                    found.append((await channel.get_msg(timeout=0.2))["content"])
                except Empty:
                    found.append(None)
            ours.close(linger=0)
            theirs.close(linger=0)
            return found

    return asyncio.run(talk())


def test_a_channel_passes_over_what_is_none_and_stops_where_it_is_too_much():
    told = []
    sent = [[b"garbage"], frames(STREAM), frames([]), frames({**STREAM, "text": "y"})]
    found = through(BoundedChannel, sent, Ledger(told.append, Messages(count=3)), 3)
    assert found == [STREAM, None, None]
    assert told == ["it sent more than 3 messages"]


def test_a_reply_that_is_none_ends_the_wait():
    told = []
    assert through(ReplyChannel, [frames([], kind="execute_reply")], Ledger(told.append), 1) == [None]
    assert told == ["it answered as no kernel does"]


def test_every_line_to_a_kernel_is_bounded():
    client = PromptClient()
    socket = client.context.socket(zmq.SUB)
    assert (socket.maxmsgsize, socket.rcvhwm) == (MESSAGES.part, MESSAGES.waiting)
    socket.close()
    client.context.term()
