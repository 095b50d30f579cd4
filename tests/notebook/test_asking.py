"""Every wrong call gets one line that says what to write."""

import functools
from typing import Any

import pytest
import torch

import autograder


def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]


class Solver:
    def vjp_once(self, f, x, v):
        return vjp_once(f, x, v)

    def solve(self, f, x, v):
        return vjp_once(f, x, v)


WRONG: list[tuple[str, Any, str]] = [
    ("nothing", lambda: autograder.check(), "Next: write it as in check(vjp_once)."),
    ("too much", lambda: autograder.check(1, 2, 3), "Next: write it as in check(vjp_once)."),
    ("a keyword", lambda: autograder.check(fn=vjp_once), "Next: write it as in check(vjp_once)."),
    ("None", lambda: autograder.check(None), "expected a function, found None."),
    ("a result", lambda: autograder.check(torch.ones(3)), "found a Tensor. Next: hand over the function itself"),
    ("a lambda", lambda: autograder.check(lambda f, x, v: x), "a lambda has no name"),
    ("a method", lambda: autograder.check(Solver().solve), 'write check(solve, "vjp_once") if it answers vjp_once.'),
    ("misspelt", lambda: autograder.check("vjp_onse"), "did you mean vjp_once? Next: check(vjp_once)."),
    ("a misspelt question", lambda: autograder.check(vjp_once, "jacobian_by_row"), "did you mean jacobian_by_rows?"),
    ("a number for a question", lambda: autograder.check(vjp_once, 3), "expected an exercise's name, found an int."),
    ("not defined", lambda: autograder.check("hvp_many"), "begins with `def hvp_many`, then this one."),
    ("no hint", lambda: autograder.hint(), "Next: write it as in hint(vjp_once)."),
    ("a misspelt hint", lambda: autograder.hint("hesian_diagonal"), "did you mean hessian_diagonal?"),
    ("no trend", lambda: autograder.trend(), "Next: write it as in trend(vjp_once)."),
    ("a trend without a claim", lambda: autograder.trend(vjp_once), "in its lesson jacobian_by_rows has one."),
    ("progress of something", lambda: autograder.progress(vjp_once), "Next: write it as in progress()."),
    ("no guess", lambda: autograder.guess(), "Next: write it as in guess("),
]


@pytest.mark.parametrize(("call", "says"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_a_wrong_call_is_one_line_that_helps(call, says):
    told = call().text
    assert says in told
    assert "\n" not in told
    assert len(told) < 240  # no wall of names


def test_a_misspelt_guess_is_told_the_one_that_may_be_meant():
    assert autograder.guess("01-onse", ...).text.endswith('Did you mean "01-ones"?')


@pytest.mark.parametrize(
    "answer",
    ["vjp_once", functools.partial(vjp_once), Solver().vjp_once],
    ids=["by name", "a partial", "a method of the name"],
)
def test_what_has_an_exercises_name_is_judged(answer):
    assert autograder.check(answer).points == 4


def test_a_wrong_signature_is_told_how_check_calls_it():
    def hvp_many(f, x):
        return x

    told = autograder.check(hvp_many).text
    assert "which is hvp_many(f, x, V)" in told.replace("`", "")
    assert "def hvp_many(f, x, V)" in told
