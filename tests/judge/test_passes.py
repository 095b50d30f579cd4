"""Passes against a budget: too many, too wide, and too few to be anything but a matrix."""

import pytest

from autograder.judge.passes import BUILT, passes_over
from autograder.observe import Cost
from autograder.questions import Budget, question

SIZES = {"N": 5, "K": 11}


def over(budget: Budget, passes: dict[str, dict[int, int]], sizes: dict[str, int]) -> list[str]:
    return [what for what, _ in passes_over(budget, Cost(passes, peak=0, left=0, flops=0), sizes)]


def with_h(width: int) -> dict[str, dict[int, int]]:
    return {"f": {1: 1}, "fr": {1: 1}, "frt": {width: 1}}


@pytest.mark.parametrize("name", ["hvp_many", "hutchinson_trace"])
@pytest.mark.parametrize(("width", "found"), [(5, [BUILT]), (11, [])])
def test_as_many_products_as_columns_are_a_built_matrix_where_more_are_asked(name, width, found):
    assert over(question(name).budget, with_h(width), SIZES) == found


@pytest.mark.parametrize("sizes", [{"N": 11, "K": 5}, {"N": 2, "K": 5}])
def test_few_products_tell_nothing_where_there_are_more_columns_or_hardly_any(sizes):
    assert over(question("hvp_many").budget, with_h(min(sizes.values())), sizes) == []


def test_a_pass_may_not_be_wider_than_the_lean_ways_beyond_the_sizes_where_memory_is_weighed():
    budget = question("hessian_by_composition").budget
    assert over(budget, {"ftt": {60 * 60: 1}}, {"N": 60, "M": 5}) == ["peak"]
    assert over(budget, {"frt": {60 * 5: 1}}, {"N": 60, "M": 5}) == []
    assert over(budget, {"ftt": {20 * 20: 1}}, {"N": 20}) == []
