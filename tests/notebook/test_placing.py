"""Where a second card points."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

import autograder
from autograder.answer_key import ENTRIES
from autograder.answer_key.asks import asks
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.answer_key.key import Case
from autograder.corpus import header
from autograder.judge import Diagnosis
from autograder.notebook.helping import answer_in, staged
from autograder.questions import LESSONS, question

ANSWER = "def answer(f, x):\n    return f(x)\n"
MISTAKES = [(name, mistake) for name, entry in ENTRIES.items() for mistake in (*entry.mistakes, *EVERYWHERE)]
SEEN = Case(LESSONS[0].questions[0], None, (), None, None)


def placed(code: str, saw: str = "", why: str = "") -> str:
    """Return where a second card points."""
    return staged(Diagnosis("slug", saw, why, "Next.", "Which?", False), 2, code).next_step


def test_a_second_card_points_to_an_operator_and_to_a_flag_that_is_set() -> None:
    moved = "def answer(f, x):\n    x[0] += 1\n    x.requires_grad_()\n    return f(x)\n"
    assert placed(moved, why="`+=` writes into the tensor.").startswith("Look at line 2 of the function, `x[0] += 1`. ")
    assert placed(moved, saw="`requires_grad` is another.").startswith("Look at line 3 of the function")


def test_a_second_card_about_runs_of_f_points_to_where_f_runs() -> None:
    often = "def answer(f, x):\n    n = x.numel()\n    y = [f(x) for _ in range(n)]\n    return y[0]\n"
    assert placed(often, saw="f was evaluated more often than needed.").startswith("Look at line 3 of the function")


def test_a_second_card_points_to_the_mistake_and_not_to_a_line_that_has_the_next_step() -> None:
    two = "def answer(f, x):\n    leaf = x.clone()\n    J = torch.zeros(3)\n    return J\n"
    told = Diagnosis("slug", "", "`torch.zeros` makes float32.", "Write into `x.clone()`.", "Which?", False)
    assert staged(told, 2, two).next_step.startswith("Look at line 3 of the function, `J = torch.zeros(3)`. Which?")


def test_a_second_card_points_to_the_line_that_holds_most_of_what_is_quoted() -> None:
    code = (
        "def answer(f, x):\n    seeds = one_hot(colors)\n    products = f(seeds)\n    return products[colors[x], x]\n"
    )
    assert placed(code, why="Take `products[colors[j], i]`.").startswith("Look at line 4 of the function")


def test_a_second_card_about_another_way_for_some_sizes_points_to_its_if() -> None:
    code = "def answer(f, x):\n    if len(x) > 9:\n        return f(x)\n    return x\n"
    assert placed(code, why="It stands behind an `if` on a length.").startswith("Look at line 2 of the function")


def test_a_second_card_points_to_the_call_that_its_prose_speaks_of_if_few_lines_have_it() -> None:
    code = "def answer(A, g):\n    B = A.T\n    u = torch.linalg.solve(B.T, g)\n    return -u\n"
    says = placed(code, saw="The system was solved, and no solve is with the transpose.")
    assert says.startswith("Look at line 3 of the function, `u = torch.linalg.solve(B.T, g)`. Which?")
    often = code.replace("return -u", "solve(u)\n    solve(u)\n    return u")
    assert placed(often, saw="A solve.").startswith("Begin with line 5 of the function")


KEPLER = """
import torch

class Other:
    def backward(ctx): ...

class Rule(torch.autograd.Function):
    generate_vmap_rule = True
    def backward(ctx, g):
        return g

def answer(M, e):
    def backward(): ...
    return Rule.apply(M, e)
"""


def test_a_second_card_points_into_a_class_that_the_answer_calls() -> None:
    own = answer_in(KEPLER, "answer")
    assert own.startswith("def answer(M, e):")
    assert "class Other" not in own
    assert placed(own, why="`backward` gives one number.").startswith(
        "Look at line 3 of `Rule`, `def backward(ctx, g):`. "
    )
    assert answer_in(KEPLER, "missing") == answer_in("def answer(", "answer") == ""


def test_a_second_card_points_into_a_lambda_and_what_it_calls() -> None:
    own = answer_in(
        "g = 1\ndef helper(v):\n    return 2 * v\n\nanswer = lambda f, x: (\n    f(helper(x))\n)\n", "answer"
    )
    assert own.startswith("answer = lambda f, x: (")
    assert "g = 1" not in own
    assert placed(own, why="`helper` doubles.").startswith("Look at line 2 of the function, `f(helper(x))`. ")
    assert placed(own).startswith(
        "Look at line 2 of the function, `f(helper(x))` and line 2 of `helper`, `return 2 * v`. "
    )


def test_a_lambda_s_second_card_has_its_place() -> None:
    vjp_once = lambda f, x, v: torch.autograd.grad(f(x.requires_grad_()), x, v)[0]  # noqa: E731
    for _ in range(2):
        told = autograder.check(vjp_once, "vjp_once").text.replace("`", "")
    assert "Look at line 1 of the function, vjp_once = lambda f, x, v:" in told


LAST_LINE = {  # many lines work something out, and no word of the mistake says which is wrong
    *("residual_returned", "whole_step", "minus_forgotten", "colors_from_one", "one_hessian_for_all", "sign_lost"),
    *("neumann_series", "unrolled", "two_last_steps_attached"),
}


def lost_and_told(lessons: str) -> tuple[set[str], int]:
    """Return which wrong answers no second card points into, by its words alone, and of how many."""
    lost, told = set(), 0
    for path in (Path(__file__).parents[1] / "corpus").glob(f"{lessons}_*/*/wrong/*.py"):
        exercise, slug = path.parent.parent.name, header(path)["fault"]
        source, seen = answer_in(path.read_text(encoding="utf-8"), exercise), replace(SEEN, question=question(exercise))
        made = [mistake for name, mistake in MISTAKES if name == exercise and mistake.slug == slug and not mistake.form]
        texts = [(each.saw, each.why.replace("{tools}", "`linearize` or `functional`"), each) for each in made]
        cards = [Diagnosis(slug, *texts, each.next_step, asks(each, seen), False) for *texts, each in texts]
        told += bool(cards)
        if cards and not any(staged(each, 2, source).next_step.startswith("Look at") for each in cards):
            lost.add(path.stem)
    return lost, told


def test_a_second_card_points_to_a_line_of_each_wrong_answer_of_the_last_lessons() -> None:
    assert lost_and_told("0[89]")[0] == LAST_LINE


def test_few_second_cards_of_the_first_lessons_have_no_place() -> None:
    lost, told = lost_and_told("0[1-7]")
    assert told > 1000
    assert len(lost) < told / 10


def test_a_second_card_without_a_place_says_where_to_go_back_from() -> None:
    code = "def answer(f, x):\n    a = f(x)\n    b = f(a)\n    c = a * b\n    return c\n"
    assert placed(code).startswith("Begin with line 4 of the function, `c = a * b`, and go back from there. ")


def test_what_is_begun_with_is_no_entry_of_a_table_which_may_be_right() -> None:
    code = "def answer(f, x):\n    return {\n        'a': f(x),\n        'b': f(f(x)),\n        'c': 2 * f(x),\n    }\n"
    assert placed(code).startswith("Begin with line 2 of the function, `return {`, and go back from there. ")


def test_a_second_card_points_to_the_lines_that_work_something_out_if_they_are_few() -> None:
    assert placed(ANSWER).startswith("Look at line 2 of the function, `return f(x)`. Which?")
    rows = "def answer(f, x):\n    rows = []\n    for a in x:\n        rows.append(f(a) / 2)\n    return stack(rows)\n"
    assert placed(rows).startswith("Look at line 4 of the function, `rows.append(f(a) / 2)`. Which?")


LONG = """
def answer(f, x, h=1e-4):
    kept = table.setdefault(len(x), f(x))
    if h > 16:
        kept = -kept
    page = torch.ones(len(x))
    page.copy_(f(page) * h)
    for a in f(page):
        page = page + f(a)
    both = torch.vmap(f)(page), torch.func.jvp(f, (x,), (page,))
    return [f(each).reshape(3) for each in both]
"""


@pytest.mark.parametrize(
    ("saw", "line"),
    [
        ("It gives back something else.", 10),
        ("It gives a dtype other than that of x.", 10),
        ("You gave the transpose.", 10),
        ("Something is kept between calls.", 2),
        ("The signature is part of what is asked.", 1),
        ("What ends in an underscore writes into the tensor.", 6),
        ("A tensor is on the CPU.", 5),
        ("It was taken at the origin.", 5),
        ("A minus stands where none belongs.", 4),
        ("A number is written into the code.", 3),
        ("The other branch was taken.", 3),
        ("The loop runs over inputs.", 7),
        ("More tangents than needed.", 9),
        ("Too many vectors were pulled back.", 9),
    ],
)
def test_a_second_card_points_to_the_line_that_looks_like_what_its_prose_speaks_of(saw: str, line: int) -> None:
    assert placed(answer_in(LONG, "answer"), saw=saw).startswith(f"Look at line {line} of the function, ")


POWERS = """
def answer(f, x):
    u = x / x.norm()
    size = f(u).norm()
    u = f(u) + 0.1 * u
    pair = jacfwd, jacrev
    noise = torch.randn(3)
    return torch.vmap(f)(u * pair[0](size, noise)), f(f(u))
"""


@pytest.mark.parametrize(
    ("saw", "line"),
    [
        ("It is a length: it is never negative.", 3),
        ("The numbers are those of H + c I.", 4),
        ("Both modes ran.", 5),
        ("They are random ones.", 6),
        ("You gave the transpose.", 7),
    ],
)
def test_a_second_card_about_a_product_points_to_its_line(saw: str, line: int) -> None:
    assert placed(answer_in(POWERS, "answer"), saw=saw).startswith(f"Look at line {line} of the function, ")


def test_a_second_card_points_to_the_line_that_raised_beside_the_one_that_its_words_find() -> None:
    code = "def answer(f, x):\n    leaf = x.clone()\n    leaf += x\n    y = f(leaf)\n    return grad(y, leaf)\n"
    told = Diagnosis("slug", "", "`grad` watches it.", "Next.", "Which?", line="leaf += x")
    says = staged(told, 2, code).next_step
    assert "Look at line 3 of the function, `leaf += x` and line 5 of the function, `return grad(y, leaf)`" in says
    assert "leaf += x" not in staged(told, 1, code).next_step
    assert staged(replace(told, line="of another file"), 2, code).next_step.startswith("Look at line 5 of the function")


def test_where_an_answer_raised_goes_along_with_its_diagnosis() -> None:
    def vjp_once(f, x, v):
        leaf = x.clone().requires_grad_()
        leaf += x
        return torch.autograd.grad(f(leaf), leaf, v)[0]

    for _ in range(2):
        told = autograder.check(vjp_once).text.replace("`", "")
    assert "Look at line 3 of the function, leaf += x and line 4 of the function" in told


def test_f_handed_back_is_no_run_of_f_and_a_copy_to_be_made_is_no_place() -> None:
    code = "def answer(f, x):\n    y = f(x)\n    a = y.clone()\n    b = a * y\n    c = a + b\n    return f, c\n"
    assert placed(code, saw="f was evaluated too often.").startswith("Look at line 2 of the function")
    told = Diagnosis("slug", "It is shared.", "", "Keep a copy, `y.clone()`.", "Which?")
    assert staged(told, 2, code).next_step.startswith("Begin with line 5 of the function, `c = a + b`")


def test_what_the_question_quotes_is_a_place() -> None:
    code = "def answer(model, x):\n    model.requires_grad_(True)\n    y = model(x)\n    return y.detach()\n"
    told = Diagnosis(
        "slug", "The model's parameters changed.", "", "Take `y.detach()`.", "Which line sets `requires_grad`?"
    )
    assert staged(told, 2, code).next_step.startswith("Look at line 2 of the function, `model.requires_grad_(True)`. ")


def test_the_right_shape_is_no_matter_of_shape() -> None:
    assert placed(answer_in(LONG, "answer"), saw="It has the right shape.").startswith("Begin with ")


def test_a_second_card_points_to_a_decorator() -> None:
    code = "@cache\ndef helper(x):\n    return 2 * x\n\ndef answer(f, x):\n    return f(helper(x))\n"
    says = placed(answer_in(code, "answer"), why="A `cache` looks it up.")
    assert says.startswith("Look at the decorator of `helper`, `@cache`. ")
