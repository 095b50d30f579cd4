"""Grading leaves out what is only shown, and nothing that an answer uses."""

from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from autograder.execute.demonstrations import left_out
from autograder.questions import LESSONS

COURSE = Path(__file__).parents[2]
HELPER = "def helper(x):\n    return base * x"
BASE = "base = 2"


def demo(source):
    return v4.new_code_cell(source, metadata={"tags": ["demo"]})


def out(*cells):
    return sorted(left_out([cell if not isinstance(cell, str) else v4.new_code_cell(cell) for cell in cells]))


@pytest.mark.parametrize(
    "answer",
    [
        "def f(x):\n    return sqrt(x)",
        "f = lambda x, root=sqrt: root(x)",
        "class f:\n    root = sqrt",
        "def f(x):\n    return [sqrt(each) for each in x]",
        "def f(x):\n    def inner():\n        return sqrt(x)\n    return inner()",
        "def f(x):\n    return eval('sqrt(x)')",
        "def f(x):\n    return globals()['sqrt'](x)",
        "def f(x):\n    import __main__\n    return __main__.sqrt(x)",
        "%timeit sqrt(2)\nf = 1",
        "%%time\nf = sqrt(2)",
        "f = %time sqrt(2)",
        "await sqrt(2)",
        "sqrt = sqrt",
    ],
)
def test_an_import_that_an_answer_uses_is_run(answer):
    assert out(demo("from math import sqrt"), answer) == []


@pytest.mark.parametrize(
    "answer",
    [
        "def f(x):\n    return x.sqrt()",
        "def f(sqrt):\n    return sqrt",
        "def f(x):\n    sqrt = x ** 0.5\n    return sqrt",
        "sqrt = 3\nf = sqrt",
        "def f(x: return sqrt(x)",
        "# sqrt\nf = 'sqrt'",
        "f = 'sqrt=%d' % 3",
    ],
)
def test_a_name_that_only_looks_the_same_runs_nothing(answer):
    assert out(demo("from math import sqrt"), answer) == [0]


def test_what_a_needed_demonstration_needs_is_run_too():
    assert out(demo(BASE), demo(HELPER), demo("aside = 5"), "def f(x):\n    return helper(x)") == [2]


def test_the_last_cell_that_gave_a_name_its_value_is_the_one_that_counts():
    assert out(demo("x = 1"), "x = 2", "y = x") == [0]
    assert out("x = 2", demo("x = 1"), "y = x") == []
    assert out("y = x", demo("x = 1")) == [1], "it came later"
    assert out("def f():\n    return x", demo("x = 1"), "f()") == []


@pytest.mark.parametrize(
    "text",
    [
        "+".join(["sqrt"] * 200_000),
        "-" * 200_000 + "sqrt",
        "sqrt" + ".sqrt" * 200_000,
        "lambda: " * 100_000 + "sqrt",
        "if a: sqrt\n" + "elif a: sqrt\n" * 20_000,
        "(" * 100_000,
        " " * 1_000_000 + "\n?" * 100_000,
        "= " * 500_000,
        "\n".join(f"name{n}" for n in range(100_000)),
        "\0",
        "10 ** 10 ** 10",
    ],
    ids=lambda text: text[:8],
)
@pytest.mark.timeout(60)
def test_what_a_cell_is_made_of_keeps_nobody_waiting(text):
    assert set(out(demo("from math import sqrt"), text)) <= {0}


def test_words_in_prose_need_nothing():
    assert out(demo("word = 1"), v4.new_markdown_cell("word"), "1") == [0]


@pytest.mark.parametrize("place", ["lessons", "solutions"])
@pytest.mark.parametrize("lesson", [lesson.folder for lesson in LESSONS])
def test_neither_template_nor_solution_needs_a_demonstration(lesson, place):
    cells = nbformat.read(COURSE / place / lesson / f"{lesson}.ipynb", as_version=4).cells
    shown = [index for index, cell in enumerate(cells) if "demo" in cell.metadata.get("tags", [])]
    assert len(shown) >= 20
    assert sorted(left_out(cells)) == shown
