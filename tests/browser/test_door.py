"""A learner's door, as it is in JupyterLab: one notebook from its first cell to its last.

AUTOGRADER_PICTURES=FOLDER keeps a picture of each look: light and dark, 1400 and 700 pixels wide.
"""

import os
from pathlib import Path
from types import ModuleType

import pytest
from steered import Lab, opened

SUM_OF_ROWS = """def vjp_once(f, x, v):
    print("x has shape", tuple(x.shape))
    leaf = x.detach().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad"""
RIGHT = """def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]"""
UNTOUCHED = '''def hvp(f, x, v):
    """Return H v by a jvp of grad(f): one tangent pass. Shapes: x (N,), v (N,) → (N,)."""
    ...  # TODO: your answer'''
RAISES = """def row(f, x, i):
    return pulled_back(f, x, i)


def jacobian_by_rows(f, x):
    return torch.stack([row(f, x, i) for i in range(3)])"""
ENDLESS = """def jacobian_by_differences(f, x, h=1e-5):
    i = 0
    while True:
        i += 1"""
TOO_LARGE = """def hvp_many(f, x, V):
    torch.empty(2 * 10**9)  # 8 GB that nobody writes to
    return V"""
CELLS = (
    "import torch\nfrom autograder import check, guess, hint, progress, trend",
    SUM_OF_ROWS,
    "check(vjp_once)",
    UNTOUCHED,
    "check(hvp)",
    RAISES,
    "check(jacobian_by_rows)",
    'check("vjp_onse")',
    "check(jacobian_by_vmap)",
    "hint(vjp_once)",
    ENDLESS,
    "check(jacobian_by_differences)",
    "progress()",
    'check("vjp_once")',
    'guess("yours", ...)',
    'guess("01-ones", "sum")',
    TOO_LARGE,
    "check(hvp_many)",
)
ANSWER, CHECK, UNTOUCHED_CHECK, RAISED_CHECK = 1, 2, 4, 6
MISSPELT, UNDEFINED, HINT, ENDLESS_CHECK, PROGRESS = 7, 8, 9, 11, 12
BY_NAME, YOURS, GUESS, LARGE, LARGE_CHECK = 13, 14, 15, 16, 17
LOOKS = [(theme, width) for theme in ("light", "dark") for width in (1400, 700)]


@pytest.mark.long
def test_a_notebook_answers_kindly(browser: str, pictures: ModuleType, tmp_path: Path) -> None:
    with opened(browser, pictures.QUIET, tmp_path, CELLS) as lab:
        lab.look("light", 1400, 1000)
        for place in (0, ANSWER, 3, 5, 10, LARGE):
            lab.run(place)

        # What is printed is folded under the card; the first card asks, and gives no line away.
        first = lab.run(CHECK)
        assert "What call 1 printed, and 20 more calls printed" in first
        assert "x has shape" not in first
        lab.in_output(CHECK, "node.querySelectorAll('details.autograder-beneath').forEach(each => each.open = true)")
        assert "x has shape (7,)" in lab.text(CHECK)
        assert "With which weights are the rows of J mixed" in first
        assert "Pass v as the cotangent" not in first
        assert "Look at line 4" in lab.run(CHECK)
        assert "Pass v as the cotangent" in lab.run(CHECK)

        # Not begun: one calm line.
        calm = lab.run(UNTOUCHED_CHECK)
        assert calm.strip().startswith("hvp is not begun yet.")
        assert lab.in_output(UNTOUCHED_CHECK, "return node.querySelectorAll('table').length") == 0
        assert "rgb(224, 49, 49)" not in lab.in_output(
            UNTOUCHED_CHECK,
            "return [...node.querySelectorAll('*')].map(each => getComputedStyle(each).color"
            " + getComputedStyle(each).borderColor).join()",
        )

        # An error: what it means, and the answer's own lines, folded.
        raised = lab.run(RAISED_CHECK)
        assert "No name pulled_back is known on that line" in raised
        assert "Your lines on the way to the error" in raised
        assert "cell [4], line 2, in row" not in raised
        lab.in_output(
            RAISED_CHECK, "node.querySelectorAll('details.autograder-beneath').forEach(each => each.open = true)"
        )
        assert "cell [4], line 2, in row" in lab.text(RAISED_CHECK)

        # An answer goes by its name, too; a wrong call is one line.
        assert "0 of 4 points" in lab.run(BY_NAME)
        assert "did you mean vjp_once?" in lab.run(MISSPELT)
        undefined = lab.run(UNDEFINED)
        assert undefined.strip().startswith("jacobian_by_vmap is not defined yet. Next: run the cell")
        assert "Traceback" not in undefined

        # A hint is a card with a button for the next.
        assert "Hint 1 of 3" in lab.run(HINT)
        for number in (2, 3):
            lab.until("document.querySelector('button[title^=\"The next hint\"]')")
            lab.in_output(HINT, "node.querySelector('button').click()")
            lab.until(f"document.body.innerText.includes('Hint {number} of 3')")
        lab.until("!document.querySelector('button[title^=\"The next hint\"]')")

        # A slow check says how far it is; stopped, it is one line.
        lab.begin(ENDLESS_CHECK)
        lab.until("document.body.innerText.includes('jacobian_by_differences: call 1 of')")
        lab.interrupt()
        lab.until("document.body.innerText.includes('you stopped it in jacobian_by_differences, line')")
        stopped = lab.text(ENDLESS_CHECK)
        assert "Traceback" not in stopped
        assert "call 1 of" in stopped

        # Out of time, out of memory: the card says so, and the notebook goes on.
        assert "was still running when its time was up" in lab.run(ENDLESS_CHECK)
        assert "asked for more memory than an answer may take" in lab.run(LARGE_CHECK)

        # A cell that was changed and not run: the card says so at once, until it is run.
        lab.show(CHECK)
        assert "changed and not run" not in lab.text(CHECK)
        lab.edit(ANSWER, RIGHT)
        lab.until("document.querySelector('.autograder-edited').offsetHeight > 0")
        assert "this is about vjp_once as cell [2] has it." in lab.text(CHECK)
        looks(lab, tmp_path)
        lab.run(ANSWER)
        assert "4 of 4 points" in lab.run(CHECK)
        assert "changed and not run" not in lab.text(CHECK)

        # A syntax error: the function of the cell before is judged, and the card says so.
        lab.edit(ANSWER, RIGHT.replace("leaf, v)[0]", "leaf, v[0]"))
        lab.run(ANSWER)
        stale = lab.run(CHECK)
        assert "has a syntax error in line 3: '(' was never closed" in stale

        # A lesson opens with a question on a mistake of the learner's own.
        assert "A mistake of yours, from vjp_once." in lab.run(YOURS)

        # One was right, one not begun: neither is «begun». Guesses and mistakes are looked back at.
        lab.run(GUESS)
        way = lab.run(PROGRESS)
        assert stage(lab, "vjp_once") == "done"
        assert stage(lab, "hvp") == "to do"
        assert stage(lab, "jacobian_by_rows") == "begun"
        assert "Guesses: 1 of 1 right at first" in way
        assert "You gave the sum of all rows" in way
        assert "lesson 01: Exercise 1" in way


def stage(lab: Lab, name: str) -> str:
    """Return what the lesson map says of an exercise: «to do», «begun», «done»."""
    rows = "[...node.querySelectorAll('tr')]"
    row = f"{rows}.find(each => each.querySelector('code')?.innerText === {name!r})"
    return str(lab.in_output(PROGRESS, f"return {row}.cells[0].innerText.replace(/[^a-z ]/g, '').trim()"))


def looks(lab: Lab, folder: Path) -> None:
    """Look at each output in every theme and width: nothing sticks out, and what is read stands out."""
    keep = Path(os.environ.get("AUTOGRADER_PICTURES") or folder)
    keep.mkdir(parents=True, exist_ok=True)
    for theme, width in LOOKS:
        lab.look(theme, width, 1000)
        for place in (CHECK, UNTOUCHED_CHECK, RAISED_CHECK, HINT, ENDLESS_CHECK):
            lab.show(place)
            lab.picture(keep / f"{theme}-{width}-{place}.png")
            wide = lab.in_output(
                place,
                "const right = node.closest('.jp-Notebook').getBoundingClientRect().right;"
                "return [...node.querySelectorAll('p, pre, summary, section, .autograder-hint')]"
                ".filter(each => each.getBoundingClientRect().right > right + 1).length",
            )
            assert wide == 0, f"{theme}, {width}, cell {place}"
    lab.look("light", 1400, 1000)
