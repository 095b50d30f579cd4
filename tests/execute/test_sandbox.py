"""A hostile notebook in its box. It meets nothing but listeners, files and processes that these tests made."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from nbformat import v4

import autograder
from autograder.execute import Ended, KeepsGoing, sandbox, warm
from autograder.execute.submission import DEFAULT_LIMITS

pytestmark = pytest.mark.skipif(bool(sandbox.lacking()), reason="this machine can't hold a kernel in a box")
PACKAGE = Path(autograder.__file__).parent
# Python 3.12 warns of a fork beside threads before it is refused.
ATTEMPT = """import ctypes, fcntl, os, resource, signal, socket, struct, subprocess, sys, threading, warnings
warnings.simplefilter("ignore")
def attempt(act):
    try:
        act()
    except BaseException as error:
        print(type(error).__name__, end=" ")
    else:
        print("DONE", end=" ")
"""


@pytest.fixture
def boxed():
    """Return a function that runs cells in one boxed kernel and returns their runs."""

    def boxed(*cells: str):
        notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
        with warm.kernel(seed=7, draws=True) as recipe:
            return KeepsGoing(notebook, DEFAULT_LIMITS, recipe).run()

    return boxed


@pytest.fixture
def attempted(boxed):
    """Return a function: expressions → how each attempt ended in a boxed kernel («DONE» where nothing stopped it)."""

    def attempted(*acts: str) -> list[str]:
        last = boxed(ATTEMPT + "\n".join(f"attempt(lambda: {act})" for act in acts))[-1]
        assert last.ended is Ended.RAN, last.says
        return said(last).split()

    return attempted


def said(run) -> str:
    return "".join(output.get("text", "") for output in run.outputs)


@pytest.fixture
def grader(tmp_path):
    """What lies on the grader's side: canaries in the places of the key, the gradebook, a secret and a submission."""
    for name in ("answer_key/row_by_row/vjp_once.py", "gradebook.db", ".class_secret", "submitted/bo/01/01.ipynb"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("canary")
    return tmp_path


def test_an_honest_notebook_has_what_it_needs(boxed):
    runs = boxed(
        "import torch\nfrom torch.func import jacrev\nprint(jacrev(torch.sin)(torch.zeros(2)))",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
        "import tempfile, pathlib\ntempfile.TemporaryFile().write(b'x')\npathlib.Path('a').write_text('b')",
        "from concurrent.futures import ThreadPoolExecutor\nprint(list(ThreadPoolExecutor(4).map(abs, [-1, 2])))",
        "import asyncio, json, colorsys, sqlite3, xml.dom.minidom; asyncio.new_event_loop().close()",
        "from autograder import check\ndef vjp_once(f, x, v): pass\ncheck(vjp_once)",
    )
    assert [run.ended for run in runs] == [Ended.RAN] * len(runs), [run.says for run in runs]
    assert "image/png" in runs[1].outputs[0]["data"]
    assert said(runs[3]) == "[1, 2]\n"
    assert "application/vnd.autograder.evidence+json" in runs[5].outputs[0]["data"]


def test_the_graders_files_are_neither_read_nor_written(attempted, grader):
    files = [path for path in grader.rglob("*") if path.is_file()]
    reads = [f"open({str(path)!r}).read()" for path in files]
    writes = [f"open({str(path)!r}, 'a')" for path in files]
    cuts = [f"os.truncate({str(path)!r}, 0)" for path in files]
    tricks = [
        f"os.unlink({str(grader / 'gradebook.db')!r})",
        f"os.rename({str(grader / 'gradebook.db')!r}, 'mine.db')",
        f"os.link({str(grader / '.class_secret')!r}, 'mine')",
        f"os.symlink({str(grader / '.class_secret')!r}, 'through') or open('through')",
        f"os.chmod({str(grader / '.class_secret')!r}, 0o777)",
        f"os.utime({str(grader / '.class_secret')!r}, (0, 0))",
        f"os.listdir({str(grader)!r})",
        f"open({str(grader / 'new')!r}, 'w')",
        f"os.mkdir({str(grader / 'folder')!r})",
        f"__import__('sqlite3').connect({str(grader / 'gradebook.db')!r}).execute('create table t (x)')",
    ]
    ended = attempted(*reads, *writes, *cuts, *tricks)
    assert len(ended) == 3 * len(files) + len(tricks)
    assert set(ended) <= {"PermissionError", "OperationalError", "OSError"}
    assert {path.read_text() for path in files} == {"canary"}
    assert not (grader / "new").exists()


def test_the_key_and_the_judge_can_not_be_imported_nor_read(attempted):
    ended = attempted(
        "__import__('autograder.answer_key')",
        "__import__('autograder.judge')",
        "__import__('autograder.classroom.course.secret')",
        f"os.listdir({str(PACKAGE / 'answer_key')!r})",
        f"open({str(PACKAGE / 'answer_key' / '__init__.py')!r})",
        f"open({str(PACKAGE / 'judge' / '__init__.py')!r})",
    )
    # Not found, where the package's folder changed since the zygote started, and so would be listed anew.
    assert set(ended[:3]) <= {"PermissionError", "ModuleNotFoundError"}
    assert ended[3:] == ["PermissionError"] * 3


def test_the_key_is_nowhere_in_a_kernels_memory(boxed):
    last = boxed("import sys; print([m for m in sys.modules if m.startswith(('autograder.answer', 'autograder.j'))])")[
        -1
    ]
    assert said(last) == "[]\n"


def test_an_installed_package_shows_its_students_side_alone(tmp_path, monkeypatch):
    """Installed, all our rooms lie in a folder that every kernel must read."""
    installed = tmp_path / "site-packages" / "autograder"
    for name in ("answer_key/row_by_row/vjp_once.py", "judge/verdict.py", "observe/watch.py", "__init__.py"):
        (installed / name).parent.mkdir(parents=True, exist_ok=True)
        (installed / name).touch()
    (installed.parent / "torch").mkdir()
    monkeypatch.setattr(sandbox, "_PACKAGE", installed)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    places = {Path(place) for place in sandbox.readable() if Path(place).is_relative_to(tmp_path)}
    shown = {place.relative_to(installed.parent).as_posix() for place in places}
    assert shown == {"torch", "autograder/observe", "autograder/__init__.py"}


def test_listeners_are_out_of_reach(attempted, tmp_path):
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as path,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        udp.bind(("127.0.0.1", 0))
        path.bind(str(tmp_path / "listens"))
        path.listen()
        abstract.bind("\0" + tmp_path.name)
        abstract.listen()
        for listener in (tcp, udp, path, abstract):
            listener.setblocking(False)
        ended = attempted(
            f"socket.create_connection(('127.0.0.1', {tcp.getsockname()[1]}), 1)",
            f"socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {udp.getsockname()[1]}))",
            f"socket.socket(socket.AF_UNIX).connect({str(tmp_path / 'listens')!r})",
            f"socket.socket(socket.AF_UNIX).connect('\\0' + {tmp_path.name!r})",
            "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
            "socket.socket(socket.AF_INET6)",
            "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        )
        assert ended == ["PermissionError"] * 7
        for listener in (tcp, path, abstract):
            with pytest.raises(BlockingIOError):
                listener.accept()
        with pytest.raises(BlockingIOError):
            udp.recv(1)


def test_every_thread_is_in_the_box(boxed, grader):
    """ipykernel's own threads run what a student hands them; they started before the filter."""
    secret = str(grader / ".class_secret")
    cell = f"""{ATTEMPT}
import threading
loops = [get_ipython().kernel.control_thread.io_loop, get_ipython().kernel.shell_channel_thread.io_loop]
kernel = get_ipython().kernel
loops.append(kernel.iopub_thread.io_loop)
found, done = [], threading.Semaphore(0)
def tried(act):
    try:
        act()
        return "DONE"
    except BaseException as error:
        return type(error).__name__
def there():
    found.append((tried(lambda: open({secret!r})), tried(socket.socket), tried(os.fork)))
    done.release()
for loop in loops:
    loop.add_callback(there)
for _ in loops:
    done.acquire(timeout=20)
print(found)"""
    assert said(boxed(cell)[-1]) == f"{[('PermissionError',) * 3] * 3}\n"


def test_there_are_no_other_processes_for_it(attempted):
    with subprocess.Popen(["sleep", "60"]) as bystander:
        pid, zygote = bystander.pid, "os.getppid()"
        ended = attempted(
            "os.fork()",
            "[os.fork() for _ in range(50)]",
            "subprocess.run(['true'])",
            "os.posix_spawn('/bin/true', ['true'], {})",
            "os.execv('/bin/true', ['true'])",
            *(f"os.kill({other}, 0)" for other in (pid, zygote, -1)),
            f"os.pidfd_open({pid})",
            f"open('/proc/{pid}/environ')",
            f"open(f'/proc/{{{zygote}}}/environ')",
            "os.listdir('/proc')",
            "open('/proc/self/mem')",
            f"resource.prlimit({pid}, resource.RLIMIT_CPU, (1, 1))",
            f"os.setpriority(os.PRIO_PROCESS, {pid}, 19)",
            f"os.sched_setaffinity({pid}, {{0}})",
        )
        alive = bystander.poll() is None
        bystander.kill()
    assert alive
    assert ended == ["PermissionError"] * 16


def test_calls_that_python_has_no_name_for_are_refused(boxed):
    """By number, as a hostile library would make them: ptrace, reading memory, io_uring, a new namespace, clone3."""
    cell = """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print([(libc.syscall(number, *[0] * 6), ctypes.get_errno()) for number in (101, 310, 425, 272, 321, 319, 435, 470)])"""
    assert said(boxed(cell)[-1]) == f"{[(-1, 1)] * 6 + [(-1, 38)] * 2}\n"


def test_what_ends_it_with_its_zygote_stays_set(boxed):
    cell = """import ctypes
libc, found = ctypes.CDLL(None), ctypes.c_int()
print(libc.prctl(1, 0, 0, 0, 0), libc.prctl(2, ctypes.byref(found)), found.value)"""
    assert said(boxed(cell)[-1]) == "-1 0 9\n"


def test_limits_hold_even_for_root(attempted):
    ended = attempted(
        "bytearray(6 * 1024**3)",
        "resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)",
        "[open('many%d' % n, 'w') for n in range(400)].clear()",
        "os.setuid(12345)",
    )
    assert ended[0] == "MemoryError"
    assert ended[1] in ("ValueError", "PermissionError")
    assert ended[2] in ("OSError", "DONE")
    assert ended[3] == "PermissionError" or os.getuid() != 0


def test_a_file_has_a_largest_size_and_files_a_greatest_number(boxed):
    runs = boxed(
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nopen('big', 'wb').write(bytes(80 * 2**20))",
        "kept = [open(f'f{n}', 'w') for n in range(400)]",
    )
    assert [run.says.split(":")[0] for run in runs] == ["OSError", "OSError"]


def test_a_siblings_kernel_is_out_of_reach(boxed, tmp_path):
    """Homes are told apart by their boxes, not by their owner, who is the same."""
    from autograder.execute import provisioner

    home = provisioner.private_home()
    try:
        (home / "kernel.json").write_text("canary")
        (home / "work" / "answer.txt").write_text("canary")
        acts = [f"open({str(home / name)!r}).read()" for name in ("kernel.json", "work/answer.txt")]
        acts += [f"os.listdir({str(home)!r})", f"os.listdir({str(home.parent)!r})", "open('../launch.json')"]
        cell = ATTEMPT + "\n".join(f"attempt(lambda: {act})" for act in acts)
        assert said(boxed(cell)[-1]).split() == ["PermissionError"] * 5
    finally:
        provisioner.remove(home)


def test_nothing_is_left_for_the_next_kernel_to_run(attempted):
    """What IPython runs at its start is not the student's to write, nor are the folders in which it would lie."""
    ended = attempted(
        "os.makedirs(get_ipython().profile_dir.startup_dir)",
        "os.makedirs(os.environ['IPYTHONDIR'] + '/profile_default/startup')",
        "open(os.environ['IPYTHONDIR'] + '/ipython_config.py', 'w')",
        f"open({str(PACKAGE / 'observe' / 'mine.py')!r}, 'w')",
        f"open({sys.prefix + '/mine.pth'!r}, 'w')",
    )
    assert ended == ["PermissionError"] * 5


def test_a_kernel_has_no_debugger_and_makes_no_profile(boxed):
    """Both are in no submission's need, and each takes its part of a kernel's start."""
    cell = "import os, sys\nprint(sys.modules.get('debugpy'), os.listdir(os.environ['IPYTHONDIR']))"
    assert said(boxed(cell)[-1]).split() == ["None", "[]"]


def test_confining_a_process_with_threads_is_refused():
    trial = (
        "import threading\nfrom autograder.execute import sandbox\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "try: sandbox.confine([], [])\nexcept RuntimeError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", trial], capture_output=True, text=True, check=True)
    assert "one thread" in run.stdout


@pytest.mark.parametrize(
    ("where", "what", "says"),
    [
        ("autograder.execute.seccomp.platform.machine", lambda: "riscv64", "seccomp filters on x86_64"),
        ("sandlock.landlock_abi_version", lambda: 2, "Landlock ABI 3"),
        ("autograder.execute.sandbox._tried", lambda: "a file was not refused", "a box that holds (a file was not"),
    ],
)
def test_a_machine_that_lacks_something_is_told_so(monkeypatch, where, what, says):
    monkeypatch.setattr(where, what)
    assert says in sandbox.lacking()


@pytest.mark.parametrize(
    ("said", "told"), [("a file was not refused",) * 2, ("", ""), (None, "its trial ended with -15")]
)
def test_a_box_is_tried_in_a_fork(monkeypatch, said, told):
    monkeypatch.setattr(sandbox, "trial", lambda: os.kill(os.getpid(), signal.SIGTERM) if said is None else said)
    assert sandbox._said_in_a_fork() == told


def test_where_a_fork_would_lack_a_thread_a_program_tries_the_box(monkeypatch):
    monkeypatch.setattr(sandbox, "trial", lambda: "in a fork")
    here = threading.Event()
    thread = threading.Thread(target=here.wait)
    thread.start()
    try:
        assert sandbox._tried.__wrapped__() == ""
    finally:
        here.set()
        thread.join()


def test_no_signal_goes_a_roundabout_way(attempted):
    """Landlock keeps signals in from Linux 6.12 on; these calls have the system send them, to whom the caller names."""
    line = "socket.socketpair()[0]"
    ended = attempted(
        f"fcntl.fcntl({line}, fcntl.F_SETOWN, os.getppid())",
        f"fcntl.fcntl({line}, fcntl.F_SETOWN, -os.getppid())",
        f"fcntl.fcntl({line}, 10, signal.SIGKILL)",
        f"fcntl.fcntl({line}, 15, struct.pack('ii', 1, os.getppid()))",
        f"fcntl.fcntl({line}, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)",
        f"fcntl.ioctl({line}, 0x8901, struct.pack('i', os.getppid()))",
        f"fcntl.ioctl({line}, 0x8902, struct.pack('i', os.getppid()))",
        f"fcntl.ioctl({line}, 0x5452, struct.pack('i', 1))",
        "fcntl.fcntl(os.open('.', os.O_RDONLY), 1026, 1)",
        "fcntl.fcntl(open('mine', 'w'), 1024, fcntl.F_WRLCK)",
        f"fcntl.fcntl({line}, fcntl.F_SETFL, os.O_NONBLOCK)",
        f"fcntl.fcntl({line}, fcntl.F_GETFL)",
    )
    assert ended == ["PermissionError"] * 10 + ["DONE"] * 2
