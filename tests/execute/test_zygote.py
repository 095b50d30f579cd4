"""Kernels by fork: what is shared is warm and harmless, and nothing outlives who asked for it."""

import contextlib
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from support import own_zygotes

from autograder.execute import provisioner
from autograder.execute.forks import Forked, Zygote
from autograder.execute.forks import zygote as mine
from autograder.execute.kernel_application import CONNECTION, DRAWS, LAUNCH, SOCKETS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote is Linux's")


@pytest.fixture(scope="module")
def zygote():
    """One as it is; this process's, which other files' kernels come from too."""
    return mine()


@pytest.fixture
def cold():
    """Have the zygotes that a test starts be cold ones."""
    with own_zygotes.running(own_zygotes.COLD):
        yield


@pytest.fixture
def home():
    with a_home() as made:
        yield made


@contextlib.contextmanager
def a_home():
    made = provisioner.private_home()
    connection = {"transport": "ipc", "ip": str(made / SOCKETS / "k"), "key": "k", "signature_scheme": "hmac-sha256"}
    ports = {f"{name}_port": port for port, name in enumerate(("shell", "iopub", "stdin", "hb", "control"), 1)}
    (made / CONNECTION).write_text(json.dumps(connection | ports))
    lay_out(made)
    yield made
    provisioner.remove(made)


def lay_out(home: Path, **environment: str) -> None:
    given = {"environment": provisioner.environment(home, "7") | environment, "arguments": []}
    (home / LAUNCH).write_text(json.dumps(given))


def ready(forked: Forked) -> Forked:
    while not forked.ready:
        assert forked.listen(), forked.failure
    return forked


def waiting() -> Iterator[None]:
    """Tick for a generous while."""
    for _ in range(500):
        yield
        time.sleep(0.02)


def gone(pid: int) -> bool:
    return any(not psutil.pid_exists(pid) for _ in waiting())


def sockets(pid: int) -> set[str]:
    held = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            held.add(os.readlink(link))
    return {name for name in held if name.startswith("socket")}


def test_the_zygote_is_one_thread_that_holds_nothing_of_the_graders(zygote, home):
    with_child = ready(zygote.fork(home))
    assert len(os.listdir(f"/proc/{zygote.pid}/task")) == 1
    environment = Path(f"/proc/{zygote.pid}/environ").read_bytes().split(b"\0")
    allowed = {b"HOME", b"MPLCONFIGDIR", b"XDG_CACHE_HOME", b"PATH", b"LANG", b"LC_ALL", b"MPLBACKEND"}
    allowed |= {b"AUTOGRADER_COURSE"}  # a folder, whose questions every kernel may read
    names = {line.split(b"=")[0] for line in environment if line}
    one_thread = {b"OMP_NUM_THREADS", b"OMP_THREAD_LIMIT", b"MKL_NUM_THREADS"}
    assert one_thread <= names <= allowed | one_thread
    with_child.close()


@pytest.mark.usefixtures("cold")
def test_what_draws_is_imported_for_the_first_kernel_that_draws():
    mother = Zygote.start()  # the one that other tests use may have drawn
    for draws in (False, True):
        with a_home() as home:
            if draws:
                (home / DRAWS).touch()
            forked = ready(mother.fork(home))
            assert ("ft2font" in Path(f"/proc/{mother.pid}/maps").read_text()) == draws, "matplotlib's own library"
            assert len(os.listdir(f"/proc/{mother.pid}/task")) == 1
            forked.close()
    mother.close()


def test_a_kernel_is_of_its_own_session_and_holds_no_line_of_the_zygotes(zygote, home):
    forked = ready(zygote.fork(home))
    assert os.getsid(forked.pid) == forked.pid
    assert any(not sockets(forked.pid) & sockets(zygote.pid) for _ in waiting()), "the lifeline goes once it is ready"
    forked.close()


def test_it_ends_and_is_buried(zygote, home):
    forked = ready(zygote.fork(home))
    assert forked.poll() is None
    forked.kill()
    assert forked.wait(30) == -9
    assert gone(forked.pid), "no zombie stays"
    forked.kill()  # a signal to one that has ended goes nowhere, whoever has its number by now
    forked.close()


def test_a_kernel_ends_when_its_lifeline_is_closed(zygote, home):
    forked = ready(zygote.fork(home))
    forked._lifeline.close()
    assert gone(forked.pid)
    assert any(not home.exists() for _ in waiting()), "whoever ordered it can't remove its home"
    assert zygote.alive


@pytest.mark.usefixtures("cold")
def test_everything_ends_with_the_client(home):
    mother = Zygote.start()
    forked = ready(mother.fork(home))
    mother._orders.close()
    assert mother._process.wait(30) == 0
    assert gone(forked.pid)
    forked.close()
    mother.close()


@pytest.mark.usefixtures("cold")
def test_a_kernel_ends_with_its_zygote(home):
    mother = Zygote.start()
    forked = ready(mother.fork(home))
    mother._process.kill()
    assert gone(forked.pid)
    assert forked.wait(30) == -9
    forked.close()
    mother.close()


def test_orders_that_are_none_hang_up_and_harm_nobody(zygote, home, tmp_path):
    for order in (b"", b"\xff\xfe", b"relative", os.fsencode(tmp_path), b"x" * 1000, b"\0"):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(zygote._orders, [order], [theirs.fileno()])
        hung_up = Forked(ours)
        assert not hung_up.listen()
        hung_up.close()
    zygote._orders.send(b"")
    zygote._orders.send(b"no lifeline")
    forked = ready(zygote.fork(home))
    forked.close()


def test_what_keeps_a_kernel_from_starting_is_said(zygote, home):
    (home / CONNECTION).write_text("no JSON")
    forked = zygote.fork(home)
    while forked.listen():
        pass
    assert not forked.ready
    assert forked.failure
    assert forked.wait(30) != 0
    forked.close()


@pytest.mark.usefixtures("cold")
def test_this_process_has_one_zygote_and_gets_another_when_it_died():
    first = mine()
    assert mine() is first
    first._process.kill()
    first._process.wait()
    second = mine()
    assert second is not first
    assert second.alive
