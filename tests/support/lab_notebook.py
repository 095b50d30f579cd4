"""A notebook in JupyterLab, open in a real browser, that a test goes through cell by cell.

opened   a notebook's cells → `Lab`, for as long as a block runs
Lab      run a cell, edit it, press what is in it, look at it, take a picture
"""

import contextlib
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4

from support import browser_page
from support.browser_page import Page

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
_NOTEBOOK = "[...window.jupyterapp.shell.widgets('main')].find(each => each.content?.widgets)"


class Lab:
    """A notebook on a page."""

    def __init__(self, page: Page) -> None:
        self._page, self._count = page, 0
        self.does, self.picture = page.evaluate, page.picture

    def until(self, script: str) -> None:
        """Wait until a script gives something true."""
        self._page.wait(script, script)

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
        self._page.resize(width, height)
        time.sleep(0.5)

    def show(self, place: int) -> None:
        """Scroll to a cell."""
        self.does(
            f"{_NOTEBOOK}.content.activeCellIndex = {place};"
            f"{_NOTEBOOK}.content.scrollToItem({place}, 'start').then(() => 0)"
        )
        time.sleep(0.3)


@contextlib.contextmanager
def opened(browser: str, quiet: tuple[str, ...], folder: Path, cells: Sequence[str]) -> Iterator[Lab]:
    """Open a notebook of code cells in JupyterLab, with data folders of its own."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells], metadata=kernel)
    nbformat.write(notebook, folder / "lesson.ipynb")
    with browser_page.lab(folder) as address, browser_page.opened(browser, quiet) as page:
        page.send("Emulation.setFocusEmulationEnabled", enabled=True)  # what has no window has no focus either
        page.open(f"{address}lesson.ipynb")
        lab = Lab(page)
        lab.until(f"window.jupyterapp && {_NOTEBOOK}?.content.widgets.length === {len(cells)}")
        lab.does(f"void window.jupyterapp.shell.activateById({_NOTEBOOK}.id)")
        lab.until(f"{_NOTEBOOK}.sessionContext.isReady && window.jupyterapp.shell.currentWidget")
        lab.until(f"{_NOTEBOOK}.sessionContext.session?.kernel?.status === 'idle'")
        yield lab
