"""Submissions that are alike, whatever names are called; not by the template, nor by what the class has in common."""

import pytest

from autograder.classroom.record.likeness import alike, code_of, template_of
from autograder.limits import LIKENED

TEMPLATE = "def jacobian(f, x):\n    ...\n"
ONE = """def jacobian(f, x):
    rows, out = [], f(x)
    for i in range(len(out)):
        unit = torch.zeros_like(out)
        unit[i] = 1.0
        rows.append(torch.autograd.grad(out, x, unit, retain_graph=True)[0])
    return torch.stack(rows)
"""
RENAMED = (
    ONE.replace("rows", "zeilen").replace("out", "y").replace("unit", "e").replace("    for i", "    # mine\n    for i")
)
OTHER = """def jacobian(f, x):
    y, pull = torch.func.vjp(f, x)
    eye = torch.eye(y.numel(), dtype=y.dtype)
    pulled = torch.func.vmap(pull)(eye)
    if len(pulled) != 1:
        raise ValueError("one argument alone")
    return pulled[0].reshape(*y.shape, *x.shape)
"""


def test_a_copy_is_told_though_its_names_and_comments_are_others():
    (pair,) = alike("01_x", {"ann": ONE, "bo": RENAMED, "cy": OTHER}, TEMPLATE)
    assert (pair.lesson, pair.one, pair.other) == ("01_x", "ann", "bo")
    assert pair.share > 0.9


def test_what_is_given_or_common_is_nobodys_own():
    assert alike("01_x", {"ann": ONE, "bo": RENAMED}, TEMPLATE + ONE) == []
    assert alike("01_x", {f"s{n}": ONE for n in range(6)}, TEMPLATE) == []
    assert alike("01_x", {"ann": TEMPLATE, "bo": TEMPLATE}, "") == [], "too short to tell"
    assert alike("01_x", {"ann": ONE}, TEMPLATE) == []


def test_a_long_file_is_read_up_to_a_limit():
    long = "\n".join(f"x = {n}" for n in range(LIKENED))
    assert len(long) > LIKENED
    assert alike("01_x", {"ann": long, "bo": "y = 1"}, "") == []


@pytest.mark.parametrize("odd", ["", "def (", "\x00", "'''", "é" * 100])
def test_any_text_has_a_fingerprint(odd):
    assert alike("01_x", {"ann": odd, "bo": ONE}, odd) == []


def test_the_code_of_a_result_is_its_answers(small, classroom):
    from nbformat import v4

    from autograder.classroom.grading.work import Graded

    graded = Graded("ann", small.LESSON, v4.writes(small.filled()), {}, (), {})
    assert code_of(graded) == small.RIGHT
    assert "TODO" in template_of(classroom.lesson.notebook)
    assert code_of(Graded("ann", small.LESSON, "", {}, (), {})) == {}
