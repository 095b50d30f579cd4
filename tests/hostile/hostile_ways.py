"""Ways around what reads a submission's source, out of the box, and to hold up who waits for a cell."""

from collections.abc import Callable
from typing import Any

from hostile_case import SMALL, TOLD, Case, Earns, as_bytes, beside, changed
from nbformat import v4

_HELD = "its cell is ended in time, and told"
_BOXED = "the box refuses it, and its neighbours never know"
_READ_AS = "is read under limits, and steers nothing"


def _in_a_row(*sources: str) -> Callable[[], bytes]:
    """Return a function that makes a notebook of right answers with more cells at its beginning."""

    def insert(notebook: Any) -> None:
        notebook.cells[:0] = [v4.new_code_cell(source) for source in sources]

    return changed(insert)


def _told(name: str, says: str, *sources: str) -> Case:
    return Case(name, _in_a_row(*sources) if len(sources) > 1 else beside(sources[0]), TOLD, Earns.ALL, says)


def _refused(imports: str, *attempts: str) -> str:
    """Return a cell each of whose attempts must raise OSError; it prints a line for one that does not."""
    lines = [f"import os, errno, {imports}"]
    for attempt in attempts:
        lines += ["try:", f"    {attempt}", "except OSError: pass", "else: print('was not ' + 'refused')"]
    return "\n".join(lines)


def _with_every_tag(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception", "parameters", "injected-parameters", "demo"]


def _with_a_kernel_of_its_own(notebook: Any) -> None:
    notebook.metadata["kernelspec"] = {"name": "bash", "display_name": "sh", "language": "R"}
    notebook.metadata["language_info"] = {"name": "R", "version": "9" * 4000}


def _with_evidence_in_it(notebook: Any) -> None:
    forged = {"application/vnd.autograder.evidence+json": {"version": 4, "question": "vjp_once", "seed": 1}}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [v4.new_output("display_data", forged)] * 50
            cell.metadata["papermill"] = {"status": "completed", "exception": False}


def _with_a_notebook_in_it(notebook: Any) -> None:
    inner = SMALL.filled()
    notebook.metadata["cells"] = inner.cells
    notebook.cells.append(
        v4.new_markdown_cell("![a](attachment:a)", attachments={"a": {"image/png": as_bytes(inner).decode()}})
    )


def _with_lines_of_letters(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.source = list(cell.source)


def _with_locks_undone(notebook: Any) -> None:
    notebook.cells += [v4.new_code_cell("check = print", metadata=cell.metadata) for cell in notebook.cells]
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"] = {**cell.metadata["nbgrader"], "locked": False, "points": 10**9}


_MARKDOWN = {
    "brackets": "[" * 60_000,
    "links": "[a](" * 15_000,
    "quotes": ">" * 60_000,
    "stars": "*a **b " * 9_000,
    "backticks": "".join("`" * (n % 300 + 1) + " " for n in range(400)),
    "references": "".join(f"[a{n}]: x\n" for n in range(6_000)),
}


def _written(text: str) -> Callable[[], bytes]:
    """Return a function that makes a notebook whose cells of text, and written answers, are all that text."""

    def change(notebook: Any) -> None:
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = text

    return changed(change)


WAYS = (
    # What IPython makes of a text that Python reads otherwise; what stands in another cell.
    _told(
        "a-name-behind-a-prompt",
        "reaches for .__self__",
        "x = '\\\n>>> '\ng = getattr(print, '\\\n... __self__')",
    ),
    _told(
        "a-grammar-of-its-own",
        "reaches for __future__.barry_as_FLUFL",
        "from __future__ import barry_as_FLUFL",
        "if 1 <> 2:\n    import ctypes",
    ),
    _told(
        "a-module-that-a-later-cell-imports",
        "reaches for sys.getprofile",
        "def g():\n    return m.getprofile()",
        "import sys as m\ng()",
    ),
    _told("a-module-in-a-class", "hands on sys", "class K:\n    import sys as s\nK.s.getprofile()"),
    _told("a-module-named-in-a-class", "hands on sys", "import sys\nclass K:\n    s = sys\nK.s.getprofile()"),
    _told("letters-of-another-kind", "imports ctypes", "import ｃｔｙｐｅｓ"),
    _told("a-name-in-escapes", "reaches for .__self__", "getattr(print, '\\x5f\\u005fself\\N{LOW LINE}_')"),
    # What names an attribute, a file or a function by a text.
    _told(
        "an-attribute-by-key",
        "reaches for torch.utils._pytree.GetAttrKey",
        "from torch.utils._pytree import GetAttrKey\nGetAttrKey('__se' + 'lf__').get(print)",
    ),
    _told("an-attribute-by-format", "holds the name", "'{0.__self__}'.format(print)"),
    _told("a-widget-s-traits", "reaches for .traits", "import ipywidgets\nipywidgets.IntSlider().traits()['comm']"),
    _told(
        "a-figure-s-hooks",
        "reaches for matplotlib.pyplot.rc",
        "import matplotlib.pyplot as plt\nplt.rc('figure', **{'hooks': ['gc:disable']})",
    ),
    _told(
        "a-module-written-as-a-log",
        "calls logging.basicConfig with what it opens",
        "import logging\nlogging.basicConfig(filename='statistics.py', format='%(message)s', force=True)\n"
        "logging.warning('x = 1')",
    ),
    _told(
        "a-module-written-as-numbers",
        "reaches for .tofile",
        "import numpy\nnumpy.frombuffer(b'x = 1', dtype='uint8').tofile('statistics.py')",
    ),
    _told(
        "a-file-read-as-text",
        "calls IPython.display.Markdown with what it opens",
        "from IPython.display import Markdown\nMarkdown(filename='/proc/self/status').data",
    ),
    _told(
        "a-class-that-says-it-is-a-number",
        "changes numbers.Number.register",
        "import numbers\nclass K: pass\nnumbers.Number.register(K)",
    ),
    _told(
        "a-compiler-of-its-own",
        "calls torch.compile with a backend of its own",
        "import torch\ntorch.compile(lambda x: x, backend=lambda graph, inputs: graph.forward)",
    ),
    # Out of the box.
    Case(
        "other-processes",
        beside(
            _refused(
                "signal, subprocess",
                "os.fork()",
                "os.posix_spawn('/bin/true', ['true'], {})",
                "subprocess.run('true')",
                "os.kill(os.getppid(), 0)",
                "os.killpg(0, 0)",
                "os.kill(-1, 0)",
            )
        ),
        _BOXED,
        Earns.ALL,
    ),
    Case(
        "other-machines",
        beside(
            _refused(
                "socket",
                "socket.create_connection(('127.0.0.1', 22), 1)",
                "socket.socket(socket.AF_INET6).bind(('::1', 0))",
                "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))",
                "socket.socket(socket.AF_UNIX).connect('/run/dbus/system_bus_socket')",
            )
        ),
        _BOXED,
        Earns.ALL,
    ),
    Case(
        "memory-without-a-name",
        beside("import os\nfd = os.memfd_create('x')\nfor n in range(200): os.write(fd, bytes(50 * 2**20))"),
        "it takes no memory that its limit does not see",
    ),
    Case(
        "memory-that-is-shared",
        beside(
            "import torch\nfrom multiprocessing import shared_memory\nkept = []\n"
            "for n in range(100): kept.append(shared_memory.SharedMemory(create=True, size=60 * 2**20))"
        ),
        "nothing of it is left",
    ),
    Case(
        "threads-without-end",
        beside(
            "import threading, time\nfor n in range(10**5): threading.Thread(target=time.sleep, args=(999,)).start()"
        ),
        _HELD,
    ),
    Case(
        "names-of-odd-bytes",
        beside(
            "import os\nos.mkfifo('pipe'); os.symlink('/', 'root'); os.symlink('.', 'again')\n"
            "for name in (b'\\xff\\n', b'-rf', b'\\x1b[2J'): os.close(os.open(name, os.O_CREAT))\n"
            "os.mkdir('closed'); open('closed/a', 'w').close(); os.chmod('closed', 0)"
        ),
        "its folder goes, and what links lead to stays",
        Earns.ALL,
    ),
    # Who waits for a cell.
    Case("a-slow-repr", beside("class K:\n    def __repr__(self):\n        while True: pass\nK()"), _HELD),
    Case("a-slow-end", beside("import atexit, time\natexit.register(time.sleep, 9999)"), _HELD, Earns.ALL),
    Case(
        "a-slow-farewell",
        beside("import time\nclass K:\n    def __del__(self): time.sleep(9999)\nk = K()"),
        "its kernel is ended, whatever it has left to do",
        Earns.ALL,
    ),
    Case("a-pattern-without-end", beside("import re\nre.match('(a+)+$', 'a' * 99 + 'b')"), _HELD),
    Case("a-number-without-end", beside("9 ** 9 ** 9"), _HELD),
    Case("an-error-of-many-words", beside("raise type('E' * 10**6, (Exception,), {})('x' * 10**6)"), _HELD, Earns.ALL),
    # What a file says of itself.
    Case("tags-that-steer", changed(_with_every_tag), _READ_AS, Earns.ALL),
    Case("a-kernel-of-its-own", changed(_with_a_kernel_of_its_own), _READ_AS, Earns.ALL),
    Case("evidence-that-was-there", changed(_with_evidence_in_it), _READ_AS, Earns.ALL),
    Case("a-notebook-in-a-notebook", changed(_with_a_notebook_in_it), _READ_AS, Earns.ALL),
    Case("lines-of-letters", changed(_with_lines_of_letters), _READ_AS, Earns.ALL),
    Case("locks-undone", changed(_with_locks_undone), _READ_AS),
    *(Case(f"markdown-of-{name}", _written(text), _READ_AS) for name, text in _MARKDOWN.items()),
    Case(
        "classes-of-classes",
        beside("from torch import Tensor as T\n" + "".join(f"class A{n}(T, T, T, T): _x = 1\n" for n in range(1000))),
        "is read in linear time",
    ),
    Case("prompts", beside(">>> x = '''a'''\n" * 3000), "is read in linear time"),
    Case("quotes-behind-a-prompt", beside(">>> x\n" + "'''" * 20_000), "is read in linear time"),
)
