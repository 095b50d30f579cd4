"""Cards and sliders in the real JupyterLab, under a real Chromium: run, seen, loaded again.

`AUTOGRADER_PICTURES=FOLDER pytest tests/browser/test_lab.py` keeps the pictures that each test takes.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from nbformat import v4
from support.browser_page import Page, lab, opened

from autograder.questions import LESSONS

pytestmark = pytest.mark.long

SLIDER = """
import torch
from autograder import figures
from autograder.figures import row_by_row

def draw(i):
    return row_by_row.filling(torch.eye(4), (i + 1,))[0], f"row {i}"

figures.browse(draw, 4, "row")
"""
WRONG = """
import torch
from autograder import check

def jacobian_by_rows(f, x):
    return torch.func.jacrev(f)(x).T

check(jacobian_by_rows)
"""
RIGHT = """
def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]

check(vjp_once)
"""
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
NOTEBOOK = "[...window.jupyterapp.shell.widgets('main')].find(each => each.sessionContext)"
HEADING = "## Exercise 2: the Jacobian, row by row (20 minutes)"
LIVE = "document.querySelector('.jupyter-widgets img')"
CARD = "document.querySelectorAll('.autograder-card')"
STILL = "document.querySelector('.jp-OutputArea-output img[class^=autograder-still]')"


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go."""
    return Path(os.environ.get("AUTOGRADER_PICTURES") or tmp_path_factory.mktemp("shots"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab over a folder with two notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    long = "\n\n".join(["Text."] * 80)
    cells = {
        "slider": [v4.new_code_cell(SLIDER.strip())],
        "restarted": [v4.new_code_cell(SLIDER.strip())],
        "seven": [
            v4.new_code_cell(each.strip())
            for each in (WRONG, RIGHT, "from autograder import hint\nhint(vjp_once)", SLIDER)
        ],
        "cards": [
            v4.new_code_cell(WRONG.strip()),
            v4.new_code_cell(RIGHT.strip()),
            v4.new_markdown_cell(long),
            v4.new_markdown_cell(HEADING),
            v4.new_markdown_cell(long),
        ],
    }
    for name, each in cells.items():
        nbformat.write(v4.new_notebook(cells=each, metadata=KERNEL), folder / f"{name}.ipynb")
    # All else of lesson 01 is done: what is left is its written question.
    done = {question.name: {"points": question.max_points} for question in LESSONS[0].questions[1:]}
    (folder / "progress.json").write_text(json.dumps(done), encoding="utf-8")
    with lab(folder) as served:
        yield served


@pytest.fixture
def page(browser: str, pictures: ModuleType) -> Iterator[Page]:
    with opened(browser, pictures.QUIET) as page:
        page.resize(1400)
        yield page


def run_all(page: Page, address: str) -> None:
    """Open a notebook and run its cells; what was open before, JupyterLab would open too, and may put in front."""
    page.open(f"{address}?reset")
    page.wait("window.jupyterapp && document.querySelector('.jp-Notebook .jp-Cell')", "the notebook")
    page.wait(f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'", "its kernel")
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")


def test_a_slider_moves_its_picture_after_the_page_is_loaded_again(page: Page, address: str, shots: Path) -> None:
    run_all(page, f"{address}slider.ipynb")
    page.wait(f"{LIVE} && {LIVE}.alt === 'row 0'", "the slider's picture")
    # One picture and not two: the still one gives way to the one that moves.
    assert page.evaluate(f"getComputedStyle({STILL}).display") == "none"
    # What is not saved, the page would ask about before it is left.
    page.evaluate(f"void {NOTEBOOK}.context.save()")
    page.wait(f"!{NOTEBOOK}.context.model.dirty", "the notebook to be saved")
    for moves in ("before", "after"):
        if moves == "after":
            page.reload()
            page.wait(f"{LIVE} && {LIVE}.alt === 'row 1'", "the picture where it was left")
        page.evaluate("document.querySelector('.noUi-handle').focus()")
        page.press("ArrowRight", 39)
        place = 1 if moves == "before" else 2
        page.wait(f"{LIVE}.alt === 'row {place}'", f"row {place}, {moves} the page was loaded again")
    assert page.evaluate(f"{LIVE}.naturalWidth") > 100
    assert "<function" not in page.evaluate("document.querySelector('.jp-OutputArea').innerText")
    page.picture(shots / "slider_after_reload.png")


def test_after_a_restart_and_a_reload_the_still_picture_stands(page: Page, address: str, shots: Path) -> None:
    run_all(page, f"{address}restarted.ipynb")
    page.wait(f"{LIVE} && {LIVE}.alt === 'row 0'", "the slider's picture")
    page.evaluate(f"void {NOTEBOOK}.context.save()")
    page.wait(f"!{NOTEBOOK}.context.model.dirty", "the notebook to be saved")
    page.evaluate(f"{NOTEBOOK}.sessionContext.session.kernel.restart().then(() => 0)")
    page.reload()
    page.wait(f"{STILL} && {STILL}.alt === 'row 0'", "the still picture")
    page.wait(f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'", "the new kernel")
    page.wait("document.querySelector('.jp-OutputArea').textContent.includes('model not found')", "the widget's place")
    page.picture(shots / "slider_after_restart.png")
    assert page.evaluate(f"getComputedStyle({STILL}).display") != "none"
    assert page.evaluate(f"{STILL}.naturalWidth") > 100
    seen = page.evaluate("document.querySelector('.jp-OutputArea').innerText")
    assert "Error" not in seen
    assert "Traceback" not in seen


def test_notebook_7_shows_the_same(page: Page, address: str, shots: Path) -> None:
    page.open(f"{address.replace('/lab/tree/', '/notebooks/')}seven.ipynb")
    page.wait("window.jupyterapp && document.querySelector('.jp-Notebook .jp-Cell')", "the notebook")
    panel = "window.jupyterapp.shell.currentWidget"
    page.wait(f"{panel}?.sessionContext?.session?.kernel?.status === 'idle'", "its kernel")
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait(f"{CARD}.length === 2", "two cards")
    page.wait(f"{LIVE} && {LIVE}.alt === 'row 0'", "the slider's picture")
    assert page.evaluate(f"getComputedStyle({STILL}).display") == "none"
    track = "document.querySelector('.noUi-base')"
    page.evaluate(f"{track}.scrollIntoView({{block: 'center'}})")
    x, y = page.evaluate(f"(box => [box.right - 3, box.top + box.height / 2])({track}.getBoundingClientRect())")
    for kind in ("mousePressed", "mouseReleased"):
        page.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    page.wait(f"{LIVE}.alt === 'row 3'", "the slider's last row")
    assert "You gave the transpose" in page.evaluate(f"{CARD}[0].innerText")
    assert "4 of 4 points" in page.evaluate(f"{CARD}[1].innerText")
    page.wait("document.querySelector('button[title^=\"The next hint\"]')", "the button for the next hint")
    page.evaluate(f"{CARD}[0].scrollIntoView()")
    page.picture(shots / "notebook_7.png")


# What hangs over the right edge of an element.
BEYOND = """card => [...card.querySelectorAll("*")]
    .filter(each => each.getBoundingClientRect().right > card.getBoundingClientRect().right + 1)
    .map(each => `${each.tagName} ${each.getBoundingClientRect().width} ${each.textContent.slice(0, 40)}`)"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_cards_of_a_wrong_answer_and_of_a_right_one(page: Page, address: str, shots: Path, theme: str) -> None:
    run_all(page, f"{address}cards.ipynb")
    page.wait(f"{CARD}.length === 2", "two cards")
    page.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: {theme!r}}})")
    page.wait(f"document.body.dataset.jpThemeName === {theme!r}", theme)
    # What gives something away, or is long, is folded.
    assert page.evaluate(f"[...{CARD}].map(card => card.querySelectorAll('details:not([open])').length)") == [1, 1]
    assert page.evaluate(f"[...{CARD}].map(card => card.querySelectorAll('details[open]').length)") == [0, 0]
    page.evaluate(f"{CARD}.forEach(card => card.querySelectorAll('details').forEach(each => each.open = true))")
    word = theme.split()[-1].lower()
    page.evaluate("void window.jupyterapp.shell.collapseLeft()")  # who has 700 px, does so
    for width in (1400, 1000, 700):
        page.resize(width)
        for card, name in enumerate(("wrong", "right")):
            page.evaluate(f"{CARD}[{card}].scrollIntoView()")
            page.picture(shots / f"{name}_{word}_{width}.png")
            # Nothing is cut: neither the card nor the cost is wider than there is room.
            assert page.evaluate(f"({BEYOND})({CARD}[{card}])") == [], (name, width)
            assert page.evaluate(f"{CARD}[{card}].getBoundingClientRect().right") <= width
    # With the file list beside it there is little room: the reason stands below, as wide as the card.
    page.evaluate("void window.jupyterapp.shell.expandLeft()")
    page.evaluate(f"{CARD}[0].scrollIntoView()")
    page.picture(shots / f"wrong_{word}_700_beside_the_files.png")
    wide = [
        page.evaluate(f"{CARD}[0]{of}.getBoundingClientRect().width")
        for of in ("", ".querySelector('.autograder-why')")
    ]
    assert wide[0] < 450
    assert wide[1] > 0.8 * wide[0]
    assert page.evaluate(f"({BEYOND})({CARD}[0])") == []
    page.evaluate("void window.jupyterapp.shell.collapseLeft()")
    # The failed call: 35 cells each, at a size to be seen, and the code that makes it again.
    cells = f"{CARD}[0].querySelectorAll('[role=img] span')"
    assert page.evaluate(f"{cells}.length") == 70
    assert page.evaluate(f"{cells}[0].getBoundingClientRect().width") == 14
    assert page.evaluate(f"new Set([...{cells}].map(each => getComputedStyle(each).backgroundColor)).size") > 20
    failed = page.evaluate(f"{CARD}[0].querySelector('.autograder-failed').innerText")
    assert "Yours is the transpose of what was expected" in failed
    assert "jacobian_by_rows(f, x)" in page.evaluate(f"{CARD}[0].querySelector('details pre').innerText")
    # The cost: the naive way's six evaluations and five passes stand above yours.
    bars = f"[...{CARD}[1].querySelectorAll('.autograder-passes span[title]')]"
    assert page.evaluate(f"{bars}.length") > 20
    assert page.evaluate(f"Math.min(...{bars}.map(bar => bar.getBoundingClientRect().height))") >= 2
    seen = page.evaluate(f"{CARD}[1].innerText")
    assert "Peak" in seen
    assert "FLOPs" in seen
    # Full marks: the lesson's own answer beside it, a sentence on what each costs, and what is left of the lesson.
    assert page.evaluate(f"{CARD}[1].querySelectorAll('.autograder-own pre').length") == 2
    assert "Yours peaks where the lesson's reference does, in the same passes." in seen
    assert "All exercises of this lesson are done. Open is its written question" in seen


def test_the_next_exercises_name_leads_there(page: Page, address: str) -> None:
    run_all(page, f"{address}cards.ipynb")
    page.wait(f"{CARD}.length === 2", "two cards")
    page.evaluate(f"{CARD}[1].querySelector('a').click()")
    top = "[...document.querySelectorAll('.jp-MarkdownOutput h2')].map(each => each.getBoundingClientRect().top)[0]"
    page.wait(f"{top} > 0 && {top} < innerHeight", "the next exercise's heading on the page")
