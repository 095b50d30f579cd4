"""Cells that are made to hold, kill or poison the process that supervises their kernel."""

from hostile_case import TOLD, Case, Earns, beside, in_place_of

# What a student can reach of the kernel's own lines.
_LINES = """import os, socket, json
kernel = get_ipython().kernel
thread = kernel.iopub_thread
def onto(parts):
    "Send frames as they are, on the socket itself."
    import threading
    done = threading.Event()
    thread.io_loop.add_callback(lambda: (thread.socket.send_multipart(parts), done.set()))
    done.wait(20)
def send(kind, content, parent=None):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=parent or kernel.get_parent())
"""
_DISPLAY = "from IPython.display import display\n"
_LARGE = 700 * 1024**2


def _sent(source: str) -> str:
    return f"{_LINES}{source}"


_REFUSED = """import ctypes, fcntl, os, signal, socket, struct
ours, theirs = socket.socketpair()
reader, writer = os.pipe()
mother = os.getppid()
libc = ctypes.CDLL(None, use_errno=True)
def attempt(act):
    try:
        act()
    except OSError:
        return
    raise SystemExit("was not refused")
attempt(lambda: fcntl.fcntl(ours, fcntl.F_SETOWN, mother))
attempt(lambda: fcntl.fcntl(reader, fcntl.F_SETOWN, -mother))
attempt(lambda: fcntl.fcntl(ours, 10, signal.SIGKILL))
attempt(lambda: fcntl.fcntl(ours, 15, struct.pack("ii", 1, mother)))
attempt(lambda: fcntl.fcntl(ours, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK))
attempt(lambda: fcntl.ioctl(ours, 0x8901, struct.pack("i", mother)))
attempt(lambda: fcntl.ioctl(ours, 0x8902, struct.pack("i", mother)))
attempt(lambda: fcntl.ioctl(ours, 0x5452, struct.pack("i", 1)))
attempt(lambda: fcntl.fcntl(os.open(".", os.O_RDONLY), 1026, 1))
theirs.send(b"x")
"""

_REWRITTEN = """import torch
kernel = get_ipython().kernel
sends = kernel.session.send
def rewritten(stream, kind, content=None, *rest, **named):
    for shown in (content or {}).get('data', {}).values() if kind == 'display_data' else ():
        for seen in shown.get('observations', ()) if isinstance(shown, dict) else ():
            seen['used'] = ['torch.autograd.grad']
    return sends(stream, kind, content, *rest, **named)
kernel.session.send = rewritten
def vjp_once(f, x, v):
    return torch.func.vjp(f, x)[1](v)[0]
"""

_HELD = "is read within limits; its cell is told"

_SUPERVISOR = "no word of a kernel is a failure of ours"

# Evidence that an answer made up, and then displays until no more are kept.
_CROWDED = """import torch
from IPython.display import display
shown = []
def vjp_once(f, x, v):
    if not shown:
        shown.append(display({'application/vnd.autograder.evidence+json': {}}, raw=True))
        for _ in range(10):
            display({'text/plain': 'x' * 2**20}, raw=True)
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]
"""
# A widget that takes what a check displays once an answer has run, and those that take what later checks do.
_TAKEN = """import ipywidgets, torch
taker = ipywidgets.Output()
def vjp_once(f, x, v):
    taker.__enter__()
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]
begun, _, number = get_ipython().kernel.get_parent()['header']['msg_id'].rpartition('_')
later = [ipywidgets.Output(msg_id=f'{begun}_{int(number) + n}') for n in range(1, 40)]
"""
# A thread that clears away whatever a check shows, its evidence too, for a few seconds.
_CLEARED = """import threading, time, torch
from IPython.display import clear_output
def clear():
    for _ in range(2000):
        clear_output()
        time.sleep(0.001)
def vjp_once(f, x, v):
    if not any(each.name == 'clears' for each in threading.enumerate()):
        threading.Thread(target=clear, name='clears', daemon=True).start()
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]
"""

CELLS = (
    # Sizes: one message, many of them, of every type, in frames without end.
    Case(
        "one-large-message",
        beside(_DISPLAY + f"display({{'text/plain': 'x' * {_LARGE}}}, raw=True)"),
        _HELD,
    ),
    Case("one-large-stream", beside(_sent(f"send('stream', {{'name': 'stdout', 'text': 'x' * {_LARGE}}})")), _HELD),
    Case("one-large-status", beside(_sent(f"send('status', {{'execution_state': 'x' * {_LARGE}}})")), _HELD),
    Case("one-large-comm", beside(_sent(f"send('comm_msg', {{'comm_id': 'x', 'data': 'x' * {_LARGE}}})")), _HELD),
    Case("one-large-reply", beside("raise ValueError('x' * 700_000_000)"), _HELD),
    Case("one-large-frame", beside(_sent("onto([b'x' * 700_000_000])")), _HELD),
    Case(
        "large-buffers",
        beside(
            _sent(
                "kernel.session.send(kernel.iopub_socket, 'comm_msg', {'comm_id': 'x', 'data': {}},"
                " parent=kernel.get_parent(), buffers=[b'x' * 7_000_000] * 100)"
            )
        ),
        _HELD,
    ),
    Case("frames-without-end", beside(_sent("onto([b''] * 3_000_000)")), _HELD),
    Case("brackets-in-a-display", beside(_DISPLAY + "display({'a/b': [[]] * 2_000_000}, raw=True)"), _HELD),
    Case("many-displays", beside(_DISPLAY + "for _ in range(20_000): display({'a/b': [[]] * 10}, raw=True)"), _HELD),
    Case("many-comms", beside(_sent("for _ in range(300_000): send('comm_msg', {'comm_id': 'x', 'data': {}})")), _HELD),
    Case("many-clears", beside(_sent("for _ in range(300_000): send('clear_output', {'wait': True})")), _HELD),
    Case(
        "many-updates",
        beside(
            _sent(
                "for kind in ('display_data', 'update_display_data'):\n    for n in range(30_000):\n"
                "        shown = {'data': {'a/b': 'x' * 1000}, 'metadata': {}, 'transient': {'display_id': str(n)}}\n"
                "        send(kind, shown)"
            )
        ),
        _HELD,
    ),
    Case(
        "a-flood-after-the-end",
        beside(
            _sent(
                "import threading\ndef flood():\n    while True: send('status', {'execution_state': 'busy'}, {})\n"
                "for _ in range(3): threading.Thread(target=flood, daemon=True).start()"
            )
        ),
        _HELD,
    ),
    Case(
        "raw-bytes",
        beside(
            _sent(
                "for fd in range(3, 256):\n"
                "    try: s = socket.socket(fileno=os.dup(fd))\n    except OSError: continue\n"
                "    try: s.settimeout(2); s.sendall(b'\\xff' * 100_000)\n    except OSError: pass"
            )
        ),
        _HELD,
    ),
    Case(
        "raw-frames",
        beside(
            _sent(
                "frame = b'\\x01\\x01x'  # more to come, one byte\n"
                "for fd in range(3, 256):\n"
                "    try: s = socket.socket(fileno=os.dup(fd))\n    except OSError: continue\n"
                "    try:\n        s.settimeout(2)\n        for _ in range(3000): s.sendall(frame * 100_000)\n"
                "    except OSError: pass"
            )
        ),
        _HELD,
    ),
    # Forms: what no kernel sends.
    Case("garbled-frame", beside(_sent("onto([b'garbage'])")), _SUPERVISOR, Earns.ALL, short=True),
    Case(
        "garbled-parts",
        beside(_sent("onto([b'<IDS|MSG>', b'', b'{', b'\\xff', b'[', b'nul'])")),
        _SUPERVISOR,
        Earns.ALL,
    ),
    Case("no-parts", beside(_sent("onto([b'<IDS|MSG>'])")), _SUPERVISOR, Earns.ALL),
    Case(
        "replies-that-are-none",
        beside(
            _sent(
                "stream = kernel.shell_stream\nheader = kernel.get_parent()\n"
                "for content in ([], 5, None, {}, {'status': []}, {'status': 'error', 'ename': {}, 'evalue': []},"
                " {'status': 'ok', 'payload': 7}, {'status': 'ok', 'payload': [None]}):\n"
                "    try: kernel.session.send(kernel.iopub_socket, 'execute_reply', content, parent=header)\n"
                "    except Exception: pass"
            )
        ),
        _SUPERVISOR,
    ),
    Case(
        "a-reply-of-its-own",
        beside(
            _sent(
                "send_ = kernel.session.send\n"
                "def changed(stream, kind, content=None, *args, **kw):\n"
                "    return send_(stream, kind, {'status': [1]} if kind == 'execute_reply' else content, *args, **kw)\n"
                "kernel.session.send = changed"
            )
        ),
        _SUPERVISOR,
        short=True,
    ),
    Case(
        "a-reply-with-a-payload",
        beside(
            _sent(
                "send_ = kernel.session.send\n"
                "def changed(stream, kind, content=None, *args, **kw):\n"
                "    if kind == 'execute_reply': content = {'status': 'ok', 'payload': [7, None]}\n"
                "    return send_(stream, kind, content, *args, **kw)\n"
                "kernel.session.send = changed"
            )
        ),
        _SUPERVISOR,
    ),
    Case(
        "streams-of-no-name",
        beside(
            _sent(
                "for name in ([], {}, None, 5):\n"
                "    for text in ('x', 5, [], None): send('stream', {'name': name, 'text': text})\n"
                "send('stream', {'name': 'stdout', 'text': {}})"
            )
        ),
        _SUPERVISOR,
        Earns.ALL,
    ),
    Case(
        "displays-of-no-form",
        beside(
            _sent(
                "for data in ([], 5, None, {'text/plain': {}}, {'image/png': 5}):\n"
                "    send('display_data', {'data': data, 'metadata': 7, 'transient': {'display_id': []}})\n"
                "    send('execute_result', {'data': data, 'metadata': None, 'execution_count': data})\n"
                "    send('error', {'ename': data, 'evalue': data, 'traceback': data})"
            )
        ),
        _SUPERVISOR,
        Earns.ALL,
    ),
    Case(
        "a-deep-display",
        beside(
            _DISPLAY + "deep = []\nfor _ in range(400): deep = [deep]\n"
            "display({'a/b': deep, 'text/plain': deep}, raw=True)"
        ),
        _SUPERVISOR,
        Earns.ALL,
        short=True,
    ),
    Case(
        "a-deeper-display",
        beside(
            _sent(
                "deep = b'[' * 200_000 + b']' * 200_000\n"
                "header, parent = (json.dumps(part, default=str).encode() for part in"
                " (kernel.session.msg_header('display_data'), kernel.get_parent()['header']))\n"
                "parts = [header, parent, b'{}', b'{\"data\": {\"text/plain\": ' + deep + b'}, \"metadata\": {}}']\n"
                "onto([b'<IDS|MSG>', kernel.session.sign(parts), *parts])"
            )
        ),
        _SUPERVISOR,
        Earns.ALL,
    ),
    Case(
        "digits-in-a-display",
        beside(
            _sent(
                "header, parent = (json.dumps(part, default=str).encode() for part in"
                " (kernel.session.msg_header('display_data'), kernel.get_parent()['header']))\n"
                "parts = [header, parent, b'{}', b'{\"data\": {\"a/b\": ' + b'9' * 5000 + b'}, \"metadata\": {}}']\n"
                "onto([b'<IDS|MSG>', kernel.session.sign(parts), *parts])"
            )
        ),
        _SUPERVISOR,
        Earns.ALL,
        short=True,
    ),
    Case(
        "digits-in-the-evidence",
        beside(
            "import IPython.display as d\nshows = d.display\n"
            "def display(data, **options):\n"
            "    for found in data.values():\n        found['observations'][0]['result'] = {'int': '9' * 5000}\n"
            "    shows(data, **options)\nd.display = display"
        ),
        _SUPERVISOR,
    ),
    Case("lone-surrogates", beside("print('\\ud800'); raise ValueError('\\udfff')"), _SUPERVISOR, Earns.ALL),
    # Disk: bytes, inodes, what no name leads to any more, depths.
    Case(
        "a-full-disk",
        beside("for n in range(2000):\n    with open(f'big{n}', 'wb') as f: f.write(bytes(60 * 2**20))"),
        "its folder has a quota; its neighbours' disk is theirs",
        says="folder",
        short=True,
    ),
    Case(
        "many-files",
        beside("for n in range(10**6): open(f'f{n}', 'w').close()"),
        "its folder has a quota of files",
        says="folder",
    ),
    Case(
        "many-links",
        beside("open('a', 'w').close()\nfor n in range(60_000): __import__('os').link('a', f'l{n}')"),
        "its folder has a quota of names",
        says="folder",
    ),
    Case(
        "open-files-without-a-name",
        beside(
            "import os\nkept = []\nfor n in range(200):\n    f = open('gone', 'wb'); os.unlink('gone')\n"
            "    f.write(bytes(60 * 2**20)); f.flush(); kept.append(f)"
        ),
        "a file without a name counts too",
        says="folder",
    ),
    Case(
        "mapped-files-without-a-name",
        beside(
            "import mmap, os\nkept = []\nfor n in range(400):\n    f = open('gone', 'w+b'); os.unlink('gone')\n"
            "    f.write(bytes(60 * 2**20)); f.flush(); kept.append(mmap.mmap(f.fileno(), 4096)); f.close()"
        ),
        "a mapped file without a name counts too",
        says="folder",
    ),
    Case(
        "deep-folders",
        beside("import os\nfor _ in range(10**5):\n    os.mkdir('d'); os.chdir('d')"),
        "its folder has a quota",
        says="folder",
    ),
    Case(
        "a-closed-folder",
        beside(
            "import os\nos.makedirs('a/b')\nfor n in range(100):\n    open(f'a/b/{n}', 'wb').write(bytes(20 * 2**20))"
        ),
        "its folder has a quota",
        says="folder",
    ),
    # Signals: roundabout ways to send one.
    Case("signals-by-descriptor", beside(_REFUSED), "no way to signal another process is left", Earns.ALL, short=True),
    # The line to the grader, and what blinds the reader of the source.
    Case(
        "evidence-rewritten-on-its-way",
        in_place_of("vjp_once", _REWRITTEN),
        "evidence goes a way of its own, taken before the first cell",
        says="you used torch.func.vjp",
    ),
    Case(
        "evidence-crowded-out",
        in_place_of("vjp_once", _CROWDED),
        "other evidence does not count because no room was left for its own",
        says="more than 9 MiB of displays",
    ),
    Case(
        "evidence-taken-by-a-widget",
        in_place_of("vjp_once", _TAKEN),
        "no widget takes what a check shows",
        Earns.ALL,
    ),
    Case(
        "evidence-cleared-away",
        in_place_of("vjp_once", _CLEARED),
        "what a check has shown stays shown",
        Earns.ALL,
    ),
    Case(
        "session-by-a-widget",
        beside("import ipywidgets\nsession = ipywidgets.IntSlider().comm.kernel.session\nsession.extra = 1"),
        TOLD,
        Earns.ALL,
        "reaches for .comm",
    ),
    Case("an-indented-cell", beside("  import ctypes\n  ctypes.pythonapi"), TOLD, Earns.ALL, "imports ctypes"),
    Case("a-prompt-before-it", beside("# 1\n... import ctypes"), TOLD, Earns.ALL, "is read by IPython alone"),
    Case("shell-by-exit", beside("class Own:\n    def _ip(self): pass\nexit._ip"), TOLD, Earns.ALL, "uses exit"),
)
