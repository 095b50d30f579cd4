"""Lesson 09 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

from collections.abc import Callable
from itertools import chain, pairwise
from math import acosh, cosh, exp
from typing import Any

import pytest
import torch
from support.bug_hunt import mended, points
from support.lesson_source import LESSONS
from torch.autograd.gradcheck import GradcheckError
from torch.func import grad, hessian, jacfwd, jacrev, jvp, vmap

from autograder import bench

LESSON = LESSONS["09"]
RIGHT = {prediction.name: prediction.right for prediction in LESSON.predictions}


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["J"].dtype is torch.float64


def test_the_product_by_hand_is_right(lesson: dict[str, Any]) -> None:
    torch.testing.assert_close(lesson["product"], lesson["by_hand"])
    assert torch.equal(lesson["S"], lesson["J"] != 0)


def colours(lesson: dict[str, Any], pattern: torch.Tensor) -> int:
    return int(lesson["color_columns"](pattern).max()) + 1


def test_an_arrow_takes_all_colours_and_its_transpose_two(lesson: dict[str, Any]) -> None:
    arrow = torch.eye(29, dtype=torch.bool)
    arrow[0] = True
    assert (colours(lesson, arrow), colours(lesson, arrow.T)) == (29, 2)
    assert RIGHT["09-arrow"] == "N"
    assert [colours(lesson, lesson["tridiagonal"](n)[0]) for n in (12, 300)] == [3, 3]


def test_one_after_another_is_nearly_the_fewest_or_not_by_the_order(lesson: dict[str, Any]) -> None:
    """Columns 2 i and 2 j + 1 meet for i ≠ j alone: two colours do, and one after another takes a colour for a pair."""
    pairs = [(2 * i, 2 * j + 1) for i in range(8) for j in range(8) if i != j]
    crown = torch.zeros(len(pairs), 16, dtype=torch.bool)
    for row, columns in enumerate(pairs):
        crown[row, list(columns)] = True
    even_first = [*range(0, 16, 2), *range(1, 16, 2)]
    assert (colours(lesson, crown), colours(lesson, crown[:, even_first])) == (8, 2)
    assert "that depends on the order of the columns" in LESSON.prose


def test_three_products_hold_the_three_diagonals(lesson: dict[str, Any]) -> None:
    x = torch.randn(13, dtype=torch.float64)
    found, J = lesson["three_products"](lesson["rod"], x), jacfwd(lesson["rod"])(x)
    for row, aside in enumerate((-1, 0, 1)):
        inside = found[row, 1:] if aside < 0 else found[row, :-1] if aside > 0 else found[row]
        torch.testing.assert_close(inside, J.diagonal(aside))
    torch.testing.assert_close(lesson["whole"](lesson["rod"], x), found)


def test_the_coloured_lead_grows_with_n(lesson: dict[str, Any]) -> None:
    given = [(lesson["rod"], torch.randn(n)) for n in (60, 240)]
    peaks = bench.peaks(lesson["ways"] if "ways" in lesson else ways(lesson), given)
    leads = [whole / folded for whole, folded in zip(peaks["whole"], peaks["coloured"], strict=True)]
    assert leads[0] > 8
    assert leads[1] > 3.5 * leads[0]


def ways(lesson: dict[str, Any]) -> dict[str, Callable[..., Any]]:
    return {"whole": lesson["whole"], "coloured": lesson["three_products"]}


def test_a_dense_result_gains_little_memory(lesson: dict[str, Any]) -> None:
    """Whoever wants N × N numbers pays for them either way: the lead no longer grows."""
    x = torch.randn(9)
    torch.testing.assert_close(lesson["spread_out"](lesson["rod"], x), jacfwd(lesson["rod"])(x))
    peaks = bench.peaks(lesson["dense_ways"], [(lesson["rod"], torch.randn(n)) for n in (60, 240)])
    leads = [whole / folded for whole, folded in zip(peaks["whole"], peaks["coloured"], strict=True)]
    assert leads[1] < 1.5 * leads[0] < 15


def test_probing_is_unlucky_at_zero_and_nan_is_not(lesson: dict[str, Any]) -> None:
    assert (lesson["unlucky"], lesson["by_chance"]) == (0, 12)
    assert int(lesson["by_nan"](lesson["pairs"], torch.zeros(6)).sum()) == 12
    x = torch.ones(3)
    assert lesson["by_nan"](lambda x: x + 0 * x.sum(), x).all(), "too much: a constant 0"
    assert not lesson["by_nan"](lambda x: torch.where(x > 0, x, 0), x).any(), "too little: a comparison"


def test_one_product_finds_a_wrong_pattern(lesson: dict[str, Any]) -> None:
    assert lesson["three"] < 1e-12
    assert lesson["two"] > 0.05
    assert RIGHT["09-random"] == "that it is wrong"


def test_the_slope_of_a_root(lesson: dict[str, Any]) -> None:
    assert -float(lesson["by_theta"] / lesson["by_z"]) == pytest.approx(1 / 6)


def test_from_the_left_end_few_numbers_are_made() -> None:
    g, by_z, by_theta = torch.zeros(1, 64), torch.eye(64), torch.zeros(64, 4096)
    assert torch.linalg.solve(by_z, by_theta).numel() == 262_144
    left = torch.linalg.solve(by_z.T, g.T).T
    assert (left.numel(), (left @ by_theta).numel()) == (64, 4096)


def test_the_cell_below_the_exercise_does_not_show_its_answer(lesson: dict[str, Any]) -> None:
    assert "linalg" in lesson["adjoint"].__code__.co_names
    assert not {"vjp", "grad", "jacrev"} & set(lesson["adjoint"].__code__.co_names)


def test_the_theorem_asks_for_an_inverse(lesson: dict[str, Any]) -> None:
    zero = torch.zeros(1)
    assert float(grad(torch.sqrt)(zero[0])) == float("inf")
    assert not jacrev(lesson["square"])(zero, zero).any()
    with pytest.raises(RuntimeError, match="singular"):
        lesson["implicit_gradient"](lesson["square"], lambda z: z.sum(), zero, zero)


def test_unrolling_takes_memory_for_each_step_and_the_theorem_none(
    lesson: dict[str, Any], solved: dict[str, Any]
) -> None:
    for unrolled in (lesson, solved):
        torch.testing.assert_close(unrolled["unrolled"](60), unrolled["adjoint"](60))
    counts, memory = solved["counts"], solved["memory"]
    points = list(zip(counts, memory["unrolled"], strict=True))
    each = [(b - a) / (n - m) for (m, a), (n, b) in pairwise(points)]
    assert min(each) > 0
    assert max(each) < 1.1 * min(each), "a straight line"
    assert max(memory["adjoint"]) == min(memory["adjoint"]) < min(memory["unrolled"])
    assert RIGHT["09-memory"] == "unrolled alone"


def test_stopped_early_the_two_are_of_different_functions(lesson: dict[str, Any]) -> None:
    two, eight, sixty = lesson["early"]
    assert two > 1e-3 > eight > 1e-9 > sixty


def test_ten_steps_solve_keplers_equation_and_six_from_m_do_not(lesson: dict[str, Any]) -> None:
    M = torch.linspace(-20, 20, 2001, dtype=torch.float64)
    for e in (0.0, 0.3, 0.6, 0.9):
        E = lesson["solve"](M, torch.full_like(M, e))
        assert float((E - e * E.sin() - M).abs().max()) <= 1e-12
    E = M
    for _ in range(6):
        E = E - (E - 0.9 * E.sin() - M) / (1 - 0.9 * E.cos())
    assert float((E - 0.9 * E.sin() - M).abs().max()) > 1e-12


def test_one_last_step_has_exact_slopes_and_no_curvature(lesson: dict[str, Any]) -> None:
    slopes, bends = lesson["by_both"], lesson["bends"]
    torch.testing.assert_close(slopes["last"], slopes["ten"])
    assert float(bends["ten"]) == pytest.approx(float(lesson["by_differences"]), abs=1e-4)
    assert float(bends["last"]) == pytest.approx(0, abs=1e-9)
    assert abs(float(bends["ten"])) > 0.2
    assert RIGHT["09-curvature"] == "wrong"


def test_a_rule_of_its_own_takes_a_fraction_of_the_memory(lesson: dict[str, Any]) -> None:
    M, e = 40 * torch.rand(1000, dtype=torch.float64) - 20, 0.9 * torch.rand(1000, dtype=torch.float64)
    ways = {name: lesson[name] for name in ("solve", "kepler")}
    gradients = {name: lambda M, e, way=way: grad(lambda M: way(M, e).sum())(M) for name, way in ways.items()}
    peaks = bench.peaks(gradients, [(M, e)])
    assert 2 * peaks["kepler"][0] < peaks["solve"][0]
    torch.testing.assert_close(*(way(M, e) for way in gradients.values()))
    torch.testing.assert_close(hessian(lesson["kepler"])(M[0], e[0]), hessian(lesson["solve"])(M[0], e[0]))


def test_forward_over_forward_is_lost_and_the_checks_are_content(lesson: dict[str, Any]) -> None:
    assert (float(lesson["plain"]), float(lesson["ruled"])) == (12, 0)
    point = [torch.tensor([1.0, 2.0]).double().requires_grad_(), torch.tensor([0.3, 0.6]).double().requires_grad_()]
    assert torch.autograd.gradcheck(lesson["kepler"], point, check_forward_ad=True)
    assert torch.autograd.gradgradcheck(lesson["kepler"], point, check_fwd_over_rev=True)
    M, e = (part.detach()[0] for part in point)
    assert float(jacfwd(jacfwd(lesson["kepler"]))(M, e)) == 0
    third = float(grad(grad(grad(lesson["solve"])))(M, e))
    for wrong in (jacfwd(jacrev(jacfwd(lesson["kepler"]))), jacfwd(jacfwd(grad(lesson["kepler"])))):
        assert abs(float(wrong(M, e)) - third) > 0.1
    for right in (jacfwd(grad(grad(lesson["kepler"]))), grad(grad(grad(lesson["kepler"])))):
        assert float(right(M, e)) == pytest.approx(third)


def test_what_says_nothing_in_the_list_is_so() -> None:
    x = torch.tensor([-1.0, 4.0])
    assert grad(lambda x: torch.where(x > 0, x.sqrt(), 0).sum())(x)[0].isnan()
    safe = grad(lambda x: torch.where(x > 0, torch.where(x > 0, x, 1).sqrt(), 0).sum())(x)
    assert safe[0] == 0
    still = vmap(lambda x: torch.ones(3), out_dims=-1)(torch.ones(2, 3))
    assert still.shape != (3, 2)


def refusals(lesson: dict[str, Any]) -> list[Callable[[], Any]]:
    class Old(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
            return x.clone()

    class New(torch.autograd.Function):
        @staticmethod
        def forward(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
            while x.abs().max() > 1:
                x = x / 2
            return x * y

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
            ctx.save_for_backward(*inputs)

        @staticmethod
        def backward(ctx: Any, g: torch.Tensor) -> torch.Tensor:
            return g

    class Mapped(New):
        generate_vmap_rule = True

    class Pushed(New):
        @staticmethod
        def jvp(ctx: Any, of_x: torch.Tensor, of_y: torch.Tensor) -> torch.Tensor:
            x, y = ctx.saved_tensors
            return of_x * y + x * of_y

    x = torch.ones(2)
    leaf = torch.ones(2, requires_grad=True)
    return [
        lambda: grad(lambda x: Old.apply(x).sum())(x),
        lambda: vmap(New.apply)(x, x),
        lambda: vmap(Mapped.apply)(x, x),
        lambda: jvp(New.apply, (x, x), (x, x)),
        lambda: jvp(Pushed.apply, (x, x), (x, x)),
        lambda: grad(lambda x: New.apply(x, x).sum())(x),
        lambda: torch.autograd.grad((leaf * 2).sum(), torch.ones(2, requires_grad=True)),
    ]


def test_messages_in_the_table_are_torch_s_own(lesson: dict[str, Any]) -> None:
    LESSON.expect_messages(refusals(lesson))


# What mends each of the bug hunt's two bugs, in its two cells.
FORWARD = (("ctx.save_for_backward(*inputs)", "ctx.save_for_backward(*inputs)\n        ctx.save_for_forward(*inputs)"),)
OUTPUT = (
    ("(*inputs)", "(output, inputs[1])"),
    ("    with torch.no_grad():\n        E = solve(M, e)\n", "    E = M\n"),
)


def hunted(lesson: dict[str, Any], *mends: tuple[tuple[str, str], ...]) -> Callable[..., Any]:
    return mended(LESSON, lesson, chain.from_iterable(mends), begins=("class Again", "def slopes(M"))


def test_bug_hunt_holds_two_bugs(lesson: dict[str, Any]) -> None:
    ways = ((), (FORWARD,), (OUTPUT,), (FORWARD, OUTPUT))
    assert [points(hunted(lesson, *mends), "kepler") for mends in ways] == [0, 0, 0, 7]


def test_with_the_first_bug_mended_reverse_over_reverse_alone_is_wrong(lesson: dict[str, Any]) -> None:
    half, right = hunted(lesson, FORWARD), lesson["kepler"]
    point = tuple(torch.tensor(value, dtype=torch.float64) for value in (1.0, 0.6))
    for derive in (lambda f: grad(f), lambda f: jacfwd(grad(f)), lambda f: jacfwd(grad(f, argnums=1), argnums=1)):
        torch.testing.assert_close(derive(half)(*point), derive(right)(*point))
    assert not torch.allclose(jacrev(grad(half))(*point), jacrev(grad(right))(*point))
    tracked = [part.requires_grad_() for part in point]
    assert torch.autograd.gradcheck(half, tracked, check_forward_ad=True)
    with pytest.raises(GradcheckError):
        torch.autograd.gradgradcheck(half, tracked)


def test_the_weather_models_numbers() -> None:
    star = [(0, 0, 0), *(tuple(sign * (i == axis) for i in range(3)) for axis in range(3) for sign in (1, -1))]
    apart = {tuple(a - b for a, b in zip(one, other, strict=True)) for one in star for other in star}
    assert (len(star), len(apart) - 1) == (7, 24)
    assert (10**6) ** 2 * 4 == 4 * 10**12  # 4 TB
    assert 7 * 10**6 * 4 == 28 * 10**6


def test_newton_solves_the_boundary_value_problem_in_a_few_steps(lesson: dict[str, Any]) -> None:
    heat = torch.tensor([3.0], dtype=torch.float64)
    u, residuals = lesson["newton"](heat, 2000, lesson["entries_of_band"])
    assert len(residuals) == 5  # four steps, three products each
    for found, told in zip(residuals, (3.0, 0.5, 0.02, 4e-5, 9e-10), strict=True):
        assert found == pytest.approx(told, rel=0.3)
    assert float(u.max()) == pytest.approx(0.64, abs=0.001)


def test_elimination_solves_a_band(lesson: dict[str, Any]) -> None:
    below, on, above, right = (torch.randn(n, dtype=torch.float64) for n in (6, 7, 6, 7))
    on = on + 5 * on.sign()
    matrix = torch.diag(on) + torch.diag(below, -1) + torch.diag(above, 1)
    torch.testing.assert_close(lesson["banded"](below, on, above, right), torch.linalg.solve(matrix, right))


def test_the_lessons_own_and_the_solutions_agree(lesson: dict[str, Any]) -> None:
    assert lesson["entries"] is lesson["sparse_jacobian"]
    assert lesson["gradient"] is lesson["implicit_gradient"]
    assert lesson["either"](lambda: 1 / 0, lesson["middle"], torch.ones(3)) is lesson["middle"]
    with_an_axis_more = lambda u: lesson["middle"](u)[None]  # noqa: E731
    assert lesson["either"](with_an_axis_more, lesson["middle"], torch.ones(3)) is lesson["middle"]


def test_the_heat_is_found_and_the_other_way_takes_more_memory(solved: dict[str, Any]) -> None:
    assert float(solved["middle"](solved["fitted"])) == pytest.approx(0.5, abs=1e-8)
    angle = acosh(exp(0.25))  # Bratu's equation has a solution in closed form, and its middle is 0.5 at this heat
    assert float(solved["heat"]) == pytest.approx(8 * angle**2 / cosh(angle) ** 2, rel=1e-3)
    assert solved["taken"]["unrolled"] > 2 * solved["taken"]["adjoint"]
