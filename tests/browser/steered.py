"""JupyterLab with one notebook, open in a real browser that a test steers.

opened   a notebook's cells → `Lab`, for as long as a block runs
Lab      run a cell, edit it, press what is in it, look at it, take a picture
"""

import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import websocket
from nbformat import v4

PATIENCE = 60.0
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
_NOTEBOOK = "[...window.jupyterapp.shell.widgets('main')].find(each => each.content?.widgets)"


class Lab:
    """A notebook in JupyterLab, by Chromium's own protocol."""

    def __init__(self, line: Any) -> None:
        self._line, self._number, self._count = line, 0, 0

    def does(self, script: str) -> Any:
        """Run a script in the page and return what it gives, once that is there."""
        said = self._say("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in said, f"{script}: {said['exceptionDetails']}"
        return said["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until a script gives something true."""
        end = time.monotonic() + PATIENCE
        while not self.does(f"!!({script})"):
            assert time.monotonic() < end, f"never true: {script}; the page says {self.does('document.body.innerText')}"
            time.sleep(0.1)

    def begin(self, place: int) -> None:
        """Run a cell and don't wait for its end."""
        self._count = self.does(f"{_NOTEBOOK}.content.widgets[{place}].model.executionCount") or 0
        self.does(
            f"{_NOTEBOOK}.content.activeCellIndex = {place};"
            "void window.jupyterapp.commands.execute('notebook:run-cell')"
        )

    def run(self, place: int) -> str:
        """Run a cell to its end and return the text that stands below it."""
        self.begin(place)
        self.ended(place)
        return self.text(place)

    def ended(self, place: int) -> None:
        """Wait until a cell has run."""
        cell = f"{_NOTEBOOK}.content.widgets[{place}]"
        self.until(f"({cell}.model.executionCount ?? 0) > {self._count} && {cell}.model.executionState !== 'running'")

    def text(self, place: int) -> str:
        """Return the text that is seen below a cell; what is folded or hidden is not."""
        shown = "[...node.querySelectorAll('.jp-OutputArea-output')].map(each => each.innerText)"
        return str(self.in_output(place, f"return {shown}.join('\\n')"))

    def in_output(self, place: int, script: str) -> Any:
        """Run a script in which `node` is what stands below a cell."""
        return self.does(f"(() => {{ const node = {_NOTEBOOK}.content.widgets[{place}].outputArea.node; {script} }})()")

    def edit(self, place: int, source: str) -> None:
        """Write another source into a cell, as its editor would."""
        self.does(f"{_NOTEBOOK}.content.widgets[{place}].model.sharedModel.setSource({json.dumps(source)})")

    def interrupt(self) -> None:
        """Press the button that stops the kernel."""
        self.does("void window.jupyterapp.commands.execute('notebook:interrupt-kernel')")

    def look(self, theme: str, width: int, height: int) -> None:
        """Change the theme and the size of the window."""
        self.does(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{THEMES[theme]}'}})")
        self._say("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        time.sleep(1.0)

    def show(self, place: int) -> None:
        """Scroll to a cell."""
        self.does(
            f"{_NOTEBOOK}.content.activeCellIndex = {place};"
            f"{_NOTEBOOK}.content.scrollToItem({place}, 'start').then(() => 0)"
        )
        time.sleep(0.3)

    def picture(self, path: Path) -> None:
        """Save what the window shows."""
        path.write_bytes(base64.b64decode(self._say("Page.captureScreenshot", format="png")["data"]))

    def _say(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            heard = json.loads(self._line.recv())
            if heard.get("id") == self._number:
                assert "error" not in heard, f"{method}: {heard['error']}"
                return dict(heard["result"])


@contextlib.contextmanager
def opened(browser: str, folder: Path, cells: Sequence[str]) -> Iterator[Lab]:
    """Open a notebook of code cells in JupyterLab, with data folders of its own."""
    notebook = folder / "lesson.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells], metadata=kernel), notebook)
    ports = [_free_port(), _free_port()]
    own = {"AUTOGRADER_DATA": str(folder / "data"), "JUPYTER_CONFIG_DIR": str(folder / "settings")}
    own |= {"HOME": str(folder / "home"), "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings")}
    options = ["--no-browser", "--allow-root", "--ServerApp.token=", "--LabApp.expose_app_in_browser=True"]
    options += ["--LabApp.news_url=None"]
    options += [f"--ServerApp.root_dir={folder}", f"--ServerApp.port={ports[0]}", "--ServerApp.port_retries=0"]
    with contextlib.ExitStack() as stack:
        log = stack.enter_context((folder / "lab.log").open("w"))
        server = [sys.executable, "-m", "jupyterlab", *options]
        stack.enter_context(_running(server, os.environ | own, log))
        profile = stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        chromium = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
        chromium += [f"--user-data-dir={profile}", f"--remote-debugging-port={ports[1]}", "--remote-allow-origins=*"]
        stack.enter_context(_running([*chromium, "about:blank"], dict(os.environ), log))
        _answer(f"http://127.0.0.1:{ports[0]}/lab")
        pages = json.loads(_answer(f"http://127.0.0.1:{ports[1]}/json/list"))
        address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        line = stack.enter_context(contextlib.closing(websocket.create_connection(address, timeout=PATIENCE)))
        lab = Lab(line)
        lab._say("Emulation.setFocusEmulationEnabled", enabled=True)  # what has no window has no focus either
        lab._say("Page.navigate", url=f"http://127.0.0.1:{ports[0]}/lab/tree/lesson.ipynb")
        lab.until(f"window.jupyterapp && {_NOTEBOOK}?.content.widgets.length === {len(cells)}")
        lab.does(f"void window.jupyterapp.shell.activateById({_NOTEBOOK}.id)")
        lab.until(f"{_NOTEBOOK}.sessionContext.isReady && window.jupyterapp.shell.currentWidget")
        lab.until(f"{_NOTEBOOK}.sessionContext.session?.kernel?.status === 'idle'")
        yield lab


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str], log: Any) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answer(address: str) -> bytes:
    """Return what an address answers, once it does."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return bytes(answer.read())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
