"""A browser's page, driven through Chromium's own protocol: what a person does in JupyterLab, and what they see.

Page       evaluate, wait, press a key, reload, resize, take a picture
opened     a page in a browser of its own, as a context
lab        a JupyterLab server over a folder, as a context
panels     a course folder as `autograder lab --teacher` serves it
"""

import base64
import contextlib
import itertools
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import websocket

# A kernel that imports torch on a busy machine takes its time.
PATIENCE = 120.0


class Page:
    """A page over a connection to it."""

    def __init__(self, connection: websocket.WebSocket) -> None:
        self._connection, self._numbers = connection, itertools.count(1)

    def send(self, method: str, **given: Any) -> dict[str, Any]:
        """Send a command and return its result; events meanwhile are passed over."""
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": given}))
        while True:
            answer = json.loads(self._connection.recv())
            if answer.get("id") == number:
                assert "error" not in answer, answer["error"]
                return dict(answer["result"])

    def evaluate(self, script: str) -> Any:
        """Return what an expression gives; a promise is waited for."""
        found = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, script: str, what: str) -> None:
        """Wait until an expression is true; `what` says what was waited for."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(AssertionError):  # the page is not there yet
                if self.evaluate(f"Boolean({script})"):
                    return
            time.sleep(0.2)
        raise AssertionError(f"waited {PATIENCE:g} s in vain for {what}")

    def open(self, address: str) -> None:
        """Go to an address."""
        self.send("Page.navigate", url=address)

    def reload(self) -> None:
        """Load the page again, as F5 does."""
        self.send("Page.reload")
        time.sleep(1)

    def press(self, key: str, code: int) -> None:
        """Press a key and let it go."""
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def resize(self, width: int, height: int = 1400) -> None:
        """Make the page so wide and high."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        time.sleep(0.5)

    def picture(self, path: Path) -> None:
        """Keep what is on the page as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))


@contextlib.contextmanager
def opened(browser: str, quiet: tuple[str, ...]) -> Iterator[Page]:
    """Open an empty page, in a browser of its own without a window."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            browser,
            *quiet,
            f"--user-data-dir={profile}",
            "--remote-debugging-port=0",
            "--remote-allow-origins=*",
        ]
        process = subprocess.Popen([*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            port = _read(Path(profile, "DevToolsActivePort")).split()[0]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as listed:
                (page,) = (each for each in json.load(listed) if each["type"] == "page")
            connection = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=PATIENCE)
            try:
                yield Page(connection)
            finally:
                connection.close()
        finally:
            process.terminate()
            process.wait(30)


def _read(path: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if path.is_file() and (text := path.read_text(encoding="utf-8")).strip():
            return text
        time.sleep(0.1)
    raise AssertionError(f"{path.name}: waited for in vain")


@contextlib.contextmanager
def lab(folder: Path) -> Iterator[str]:
    """Serve a folder with JupyterLab; its address, to which a notebook's name is added."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={folder}"]
    with _served(command, folder) as address:
        yield f"{address}/lab/tree/"


@contextlib.contextmanager
def panels(course: Path) -> Iterator[str]:
    """Serve a course folder as a teacher opens it; its address, to which /formgrader/ is added."""
    command = [sys.executable, "-m", "autograder.cli", "lab", "--teacher", "--no-browser"]
    with _served(command, course) as address:
        yield address


@contextlib.contextmanager
def _served(command: list[str], folder: Path) -> Iterator[str]:
    """Run a server in a folder, with settings of its own there: no password, a free port, no news."""
    runtime, port = folder / ".runtime", _free_port()
    settings: dict[str, dict[str, object]] = {
        "ServerApp": {"port": port, "port_retries": 0},
        "IdentityProvider": {"token": ""},
        "PasswordIdentityProvider": {"hashed_password": ""},
        "LabApp": {
            "expose_app_in_browser": True,
            "news_url": None,
            "workspaces_dir": str(runtime),
            "user_settings_dir": str(runtime / "settings"),
        },
    }
    unasked = runtime / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    unasked.parent.mkdir(parents=True, exist_ok=True)
    unasked.write_text('{"fetchNews": "false"}', encoding="utf-8")  # the question would cover a corner
    settings["JupyterNotebookApp"] = {"expose_app_in_browser": True}
    for name in ("jupyter_server_config", "jupyter_lab_config", "jupyter_notebook_config"):
        (runtime / f"{name}.json").write_text(json.dumps(settings), encoding="utf-8")
    here = {"JUPYTER_RUNTIME_DIR": str(runtime), "AUTOGRADER_DATA": str(folder), "JUPYTER_CONFIG_DIR": str(runtime)}
    with open(os.devnull, "w") as nothing:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | here, stdout=nothing, stderr=nothing)
    try:
        _answers(f"http://127.0.0.1:{port}/api", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "JupyterLab ended"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.3)
    raise AssertionError("JupyterLab does not answer")
