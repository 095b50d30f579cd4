"""Cells that leave the kernel's process in a state that whatever runs next in it has to bear."""

from hostile_case import Case, Earns, beside, changed, in_place_of
from nbformat import v4

_BEARS = "costs its own kernel, and what ran before it is run again"
_REFUSED = "the box refuses it, and its neighbours never know"
_OWN = "costs its own check, and no other's"
_NOTHING = "changes nothing that a check goes by"


def _costs_a_kernel(name: str, source: str, says: str = "it ended the kernel") -> Case:
    return Case(name, beside(source), _BEARS, Earns.ALL, says)


def _changes_nothing(name: str, source: str, holds: str = _NOTHING) -> Case:
    return Case(name, beside(source), holds, Earns.ALL)


def _costs_its_check(name: str, source: str) -> Case:
    return Case(name, in_place_of("vjp_once", source), _OWN)


STATES = (
    _costs_a_kernel("a-crash", "import ctypes\nctypes.string_at(0)"),
    _costs_a_kernel("descriptors-closed", "import os\nos.closerange(3, 1000)"),
    _costs_a_kernel("a-loop-that-is-stopped", "import asyncio\nasyncio.get_event_loop().stop()"),
    _costs_a_kernel("no-limit-left", "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))"),
    _costs_a_kernel("a-stopped-process", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "interrupted"),
    _costs_a_kernel("no-import", "import builtins\ndel builtins.__import__", "interrupted"),
    _costs_a_kernel(
        "causes-of-causes",
        "error = ValueError()\n"
        "for _ in range(300_000):\n    later = ValueError(); later.__cause__ = error; error = later\n"
        "raise error",
        "interrupted",
    ),
    _costs_a_kernel("another-json", "import json\njson.dumps = lambda *a, **k: '{'", "answered as no kernel does"),
    _costs_a_kernel(
        "a-line-that-sleeps",
        "import time\nget_ipython().kernel.iopub_thread.io_loop.add_callback(lambda: time.sleep(1e6))",
        "closed its line",
    ),
    _changes_nothing("a-repr-of-itself", "class R:\n    def __repr__(self): return repr(self)\nR()"),
    _changes_nothing("no-clock", "import time\ntime.time = time.monotonic = time.perf_counter = lambda: float('nan')"),
    _changes_nothing("a-device-elsewhere", "import torch\ntorch.set_default_device('cuda')"),
    _changes_nothing("half-of-a-number", "import torch\ntorch.set_default_dtype(torch.float16)"),
    _changes_nothing("many-threads", "import torch\ntorch.set_num_threads(100_000)"),
    _changes_nothing("warnings-that-raise", "import warnings\nwarnings.simplefilter('error')"),
    _changes_nothing("last-in-every-queue", "import os\nos.umask(0o777); os.nice(19)"),
    _changes_nothing(
        "a-farewell-in-a-name",
        "import time\nclass Slow:\n    def __del__(self):\n        while True:\n"
        "            try: time.sleep(1e6)\n            except BaseException: pass\nslow = Slow()",
    ),
    _changes_nothing("no-folder", "import os, shutil\nshutil.rmtree(os.getcwd(), ignore_errors=True)"),
    _changes_nothing(
        "signals-to-all",
        "import os\nfor who in (-1, -os.getppid()):\n    try: os.kill(who, 9)\n    except OSError: pass",
        _REFUSED,
    ),
    _changes_nothing("a-file-of-a-tebibyte", "import os\nos.truncate(os.open('x', 66), 1 << 40)", _REFUSED),
    _changes_nothing(
        "a-full-shared-memory", "import torch\nx = [torch.zeros(10**8).share_memory_() for _ in range(50)]"
    ),
    _costs_its_check(
        "words-without-end",
        "class E(Exception):\n    def __str__(self):\n        while True:\n"
        "            try: import time; time.sleep(1e6)\n            except BaseException: pass\n"
        "def vjp_once(f, x, v): raise E",
    ),
    _costs_its_check("a-tuple-of-tuples", "def vjp_once(f, x, v):\n    for _ in range(10**6): x = (x,)\n    return x"),
    _costs_its_check(
        "a-result-that-ends-all",
        "import os, torch\nclass T(torch.Tensor):\n"
        "    __torch_function__ = classmethod(lambda *a, **k: os._exit(1))\n"
        "def vjp_once(f, x, v): return torch.zeros(3).as_subclass(T)",
    ),
    Case(
        "an-alarm-in-every-cell",
        beside(
            "import signal\ndef tick(*_): raise RuntimeError('tick')\n"
            "signal.signal(signal.SIGALRM, tick)\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)"
        ),
        "its own checks are told of it",
        says="tick",
    ),
    Case(
        "an-event-that-hangs",
        beside("import time\nget_ipython().events.register('post_run_cell', lambda *_: time.sleep(1e6))"),
        "its own checks end in time",
        says="it took too long",
    ),
    Case(
        "a-hundred-thousand-cells",
        changed(lambda notebook: notebook.cells.extend(v4.new_code_cell("1") for _ in range(100_000))),
        "is read under limits; its author is told",
        Earns.NOTHING,
        "at most 2000 cells",
    ),
)
