"""Lesson 06 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

from collections.abc import Callable
from math import ceil, log
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from support.bug_hunt import mended, points
from support.clock_claims import TURNS, seen_within
from support.lesson_source import LESSONS, flops
from torch.func import grad, hessian, jvp
from torch.nn.attention import SDPBackend, sdpa_kernel

from autograder import bench
from autograder.figures.hvps import power

LESSON = LESSONS["06"]
RIGHT = {prediction.name: prediction.right for prediction in LESSON.predictions}


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["one_way"].dtype is torch.float64


def test_the_product_by_hand_is_right(lesson: dict[str, Any]) -> None:
    assert torch.equal(hessian(lesson["bowl"])(lesson["point"]) @ lesson["direction"], lesson["by_hand"])
    assert torch.equal(lesson["second"], lesson["by_hand"])
    assert RIGHT["06-first"] == "the gradient"
    assert torch.equal(lesson["first"], grad(lesson["bowl"])(lesson["point"]))


def test_the_tutorials_two_agree_at_its_own_size(lesson: dict[str, Any]) -> None:
    assert lesson["one_way"].shape == (2048,)
    torch.testing.assert_close(lesson["one_way"], lesson["other_way"])
    torch.testing.assert_close(lesson["one_way"], -lesson["x"].sin() * lesson["v"])


def test_the_guess_on_memory_is_true_and_so_is_its_exception(lesson: dict[str, Any], solved: dict[str, Any]) -> None:
    assert RIGHT["06-leaner"] == "reverse over reverse"
    x, v = torch.randn(2025), torch.randn(2025)
    for name, leaner in (("sines", True), ("sinkhorn", False)):
        peaks = bench.peaks(lesson["routes"], [(lesson[name], x, v)])
        forward = peaks["jvp of the gradient"]
        for way in ("gradient of gᵀv", "vjp of the gradient"):
            assert (peaks[way] < forward) is leaner
        assert peaks["autograd.grad twice"] < forward


def test_all_routes_lead_to_the_same_product(lesson: dict[str, Any]) -> None:
    for f, n in lesson["cases"].values():
        x, v = 0.5 * torch.randn(n), torch.randn(n)
        want = lesson["forward_over_reverse"](f, x, v)
        ways = [*lesson["routes"].values(), *(lambda f, x, v, keep=keep: keep(f, x)(v) for keep in keepers(lesson))]
        for way in ways:
            torch.testing.assert_close(way(f, x, v), want, rtol=1e-3, atol=1e-3 * float(want.abs().max()))


def keepers(lesson: dict[str, Any]) -> list[Callable[..., Any]]:
    """Ways to keep what does not depend on v; `linearize`, which takes seconds, has a test of its own."""
    return [way for name, way in lesson["keepers"].items() if name != "linearize"]


def test_peaks_grow_like_n_and_like_its_square(solved: dict[str, Any]) -> None:
    sizes, peaks = solved["sizes"], solved["peaks"]
    for name, slope in zip(peaks, (2, 1, 1), strict=True):
        assert power(sizes, peaks[name]) == pytest.approx(slope, abs=0.02)


def test_row_sums_are_a_diagonal_only_where_the_matrix_is_one(lesson: dict[str, Any]) -> None:
    for name, agrees in (("sines", True), ("bowl", False)):
        f, point = lesson[name], lesson["point"]
        sums = lesson["forward_over_reverse"](f, point, torch.ones(3))
        assert torch.allclose(sums, hessian(f)(point).diagonal()) is agrees
    # Elsewhere a row's other numbers would have to cancel, as they do here.
    H = torch.tensor([[2.0, 1, 0, -1], [1, 3, -1, 0], [0, -1, 4, 1], [-1, 0, 1, 5]])
    assert torch.equal(lesson["forward_over_reverse"](lambda x: x @ H @ x / 2, torch.ones(4), torch.ones(4)), H.diag())


def test_a_mean_of_probes_is_as_rough_as_the_formula_says(solved: dict[str, Any]) -> None:
    assert power(solved["counts"], solved["errors"]) == pytest.approx(-0.5, abs=0.12)
    for error, law in zip(solved["errors"], solved["law"], strict=True):
        assert error == pytest.approx(law, rel=0.4)


def test_a_product_costs_a_few_gradients_and_all_of_h_n_of_them(lesson: dict[str, Any]) -> None:
    loss, x, v = lesson["loss"], torch.randn(320), torch.randn(320)
    gradient = flops(lambda: grad(loss)(x))
    product = flops(lambda: lesson["forward_over_reverse"](loss, x, v))
    assert gradient < product <= 4 * gradient
    assert flops(lambda: hessian(loss)(x)) > 320 * gradient / 2
    assert RIGHT["06-cost"] == "a few gradients"


def test_a_gradient_that_is_kept_pays_from_the_second_product_on(lesson: dict[str, Any]) -> None:
    loss, x, v = lesson["loss"], torch.randn(320), torch.randn(320)
    keepers = lesson["keepers"]
    assert flops(lambda: keepers["gradient kept"](loss, x)) == flops(lambda: grad(loss)(x))
    products = {name: way(loss, x) for name, way in keepers.items() if name != "linearize"}
    each = {name: flops(lambda push=push: push(v)) for name, push in products.items()}
    assert flops(lambda: keepers["gradient kept"](loss, x)) + 2 * each["gradient kept"] < 2 * each["anew"]
    assert each["gradient kept"] <= each["vjp kept"] < each["anew"]


@pytest.mark.long
def test_a_product_by_a_kept_gradient_is_quicker(lesson: dict[str, Any]) -> None:
    loss, x, v = lesson["loss"], torch.randn(320), torch.randn(320)
    products = {name: lesson["keepers"][name](loss, x) for name in ("anew", "gradient kept")}

    def ratio() -> float:
        clock = bench.times(products, [(v,)], seconds=0.01)
        return clock["anew"][0] / clock["gradient kept"][0]

    assert seen_within(TURNS, ratio, 2)


@pytest.mark.filterwarnings("ignore")  # torch warns of a detail of its own recording
def test_linearize_is_right(lesson: dict[str, Any]) -> None:
    loss, x, v = lesson["loss"], torch.randn(320), torch.randn(320)
    push, anew = (lesson["keepers"][name](loss, x) for name in ("linearize", "anew"))
    torch.testing.assert_close(push(v), anew(v), rtol=1e-3, atol=1e-4)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_linearize_pays_late(lesson: dict[str, Any]) -> None:
    loss, x, v = lesson["loss"], torch.randn(320), torch.randn(320)
    push, anew = (lesson["keepers"][name](loss, x) for name in ("linearize", "anew"))

    def ratio() -> float:
        (setup,) = bench.times({"way": lesson["keepers"]["linearize"]}, [(loss, x)], rounds=1)["way"]
        each = bench.times({"push": push, "anew": anew}, [(v,)], seconds=0.01)
        return setup / max(each["anew"][0] - each["push"][0], 1e-9)

    assert seen_within(TURNS, ratio, 5)


def test_rate_residual_and_the_tie(lesson: dict[str, Any]) -> None:
    assert 3 < log(0.1) / log(0.5) < 3.5
    assert ceil(log(0.1) / log(0.97)) == 76
    entries, begin = torch.tensor([4.0, 2.0, 1.0]), torch.ones(3)
    off = [lesson["iterate"](lambda v: entries * v, begin, steps)[1][1] for steps in (5, 6)]
    assert float(off[1] / off[0]) == pytest.approx(1 / 2, rel=1e-3)
    errors = [4 - lesson["iterate"](lambda v: entries.double() * v, begin.double(), steps)[0] for steps in (5, 6)]
    assert float(errors[1] / errors[0]) == pytest.approx(1 / 4, rel=1e-2), "the quotient's error, by the square"
    value, u, residual = lesson["iterate"](lambda v: torch.tensor([4.0, -4.0, 1.0]) * v, begin, 41)
    after = lesson["iterate"](lambda v: torch.tensor([4.0, -4.0, 1.0]) * v, begin, 42)
    assert abs(value) < 1e-3 < 1 < residual
    assert float(u[1] * after[1][1]) < -0.4, "it swings"
    assert float(lesson["broken"]) == pytest.approx(5, rel=1e-4)
    assert lesson["rest"] < 1e-3


def test_the_matrix_of_a_million_weights_takes_4_tb() -> None:
    assert (10**6) ** 2 * 4 == 4 * 10**12
    assert (5 * 10**7) ** 2 * 4 == 10**16  # the closing answer's 10 PB
    assert 5 * 10**7 * 4 == 200 * 10**6


def test_relu_outputs_are_flat_and_a_loss_on_them_bends() -> None:
    weight, x = torch.randn(5, 3), torch.randn(3)
    assert not hessian(lambda x: (weight @ x).relu().sum())(x).any()
    assert hessian(lambda x: (weight @ x).relu().square().sum())(x).any()


def test_products_find_both_ends_of_the_spectrum(lesson: dict[str, Any], solved: dict[str, Any]) -> None:
    torch.manual_seed(3)
    basis = torch.linalg.qr(torch.randn(80, 80, dtype=torch.float64))[0]
    values = torch.cat([torch.linspace(-1, 1, 76), torch.tensor([-9.0, 5.0, 8.0, 20.0])]).double()
    matrix = basis @ torch.diag(values) @ basis.T
    found = lesson["lanczos"](lambda v: matrix @ v, torch.randn(80, dtype=torch.float64), 25)
    assert found.shape == (25,)
    torch.testing.assert_close(found[[0, -3, -2, -1]], torch.tensor([-9.0, 5.0, 8.0, 20.0]).double())
    assert float(solved["gaps"].max()) < 1e-6
    assert float(solved["truth"][0]) < 0, "some directions of the trained net bend downwards"
    assert solved["flat"] > len(solved["truth"]) / 2, "most are flat"
    assert solved["net_loss"](solved["theta"]) < 0.05 * solved["net_loss"](solved["start"])


def test_curvature_between_two_directions_is_no_accident(solved: dict[str, Any]) -> None:
    up, aside, theta, loss = (solved[name] for name in ("up", "aside", "theta", "net_loss"))
    cos, sin = 0.6, 0.8
    steep, flat, between = (v @ jvp(grad(loss), (theta,), (v,))[1] for v in (up, aside, cos * up + sin * aside))
    torch.testing.assert_close(between, steep * cos**2 + flat * sin**2, rtol=1e-4, atol=0)


def sampled(x: torch.Tensor) -> torch.Tensor:
    grid = torch.zeros(1, 1, 1, 2)
    return F.grid_sample(x.view(1, 1, 2, 2), grid, align_corners=True).square().sum()


def attention(x: torch.Tensor) -> torch.Tensor:
    query = x.view(1, 1, 4, 4)
    return F.scaled_dot_product_attention(query, query, query).square().sum()


def test_what_the_table_says_of_operations_without_a_rule() -> None:
    x = torch.randn(16)

    def reverse(f: Callable[..., Any], x: torch.Tensor) -> torch.Tensor:
        return grad(lambda y: grad(f)(y).sum())(x)

    assert reverse(sampled, torch.randn(4)).shape == (4,)
    recurrent = torch.nn.LSTM(4, 3)
    assert reverse(lambda x: recurrent(x.view(4, 1, 4))[0].square().sum(), x).shape == (16,)
    for distances in (lambda x: torch.cdist(x.view(4, 4), x.view(4, 4).sin()), lambda x: torch.pdist(x.view(4, 4))):
        with pytest.raises(NotImplementedError, match="is not implemented"):
            reverse(lambda x, distances=distances: distances(x).square().sum(), x)
        with pytest.raises(NotImplementedError, match="Trying to use forward AD with"):
            jvp(grad(lambda x, distances=distances: distances(x).square().sum()), (x,), (x,))
    with sdpa_kernel(SDPBackend.MATH):
        torch.testing.assert_close(jvp(grad(attention), (x,), (torch.ones(16),))[1], reverse(attention, x))


def refusals() -> list[Callable[[], Any]]:
    x, v = torch.ones(3), torch.ones(3)
    leaf = x.clone().requires_grad_()
    (first,) = torch.autograd.grad(bent(leaf), leaf)
    return [
        lambda: jvp(grad(bent), x, v),
        lambda: torch.autograd.grad(first @ v, leaf),
        lambda: jvp(grad(bent), (x,), (torch.ones(2),)),
        lambda: grad(lambda y: grad(bent)(y) @ v.double())(x),
        lambda: jvp(lambda p: bent(p["w"]), ({"w": x},), ((v,),)),
        lambda: jvp(grad(sampled), (torch.ones(4),), (torch.ones(4),)),
        lambda: grad(lambda y: grad(attention)(y).sum())(torch.ones(16)),
    ]


def test_messages_in_the_table_are_torch_s_own() -> None:
    LESSON.expect_messages(refusals())


def bent(x: torch.Tensor) -> torch.Tensor:
    return (x**3).sum()


def test_what_raises_no_error() -> None:
    x, v = torch.tensor([1.0, 3.0, 4.0]), torch.tensor([2.0, -1.0, 1.0])
    want, g = hessian(bent)(x) @ v, grad(bent)(x)
    assert jvp(grad(bent), (x,), (v.double(),))[1].dtype is torch.float64
    torch.testing.assert_close(jvp(bent, (x,), (v,))[1], g @ v)
    assert not torch.isclose(g * v, want).any()
    torch.testing.assert_close(jvp(grad(bent), (x,), (grad(bent)(x),))[1], hessian(bent)(x) @ g)
    reverse = grad(lambda x: grad(bent)(x) @ grad(bent)(x))(x)
    torch.testing.assert_close(reverse, 2 * hessian(bent)(x) @ g)  # v made from x, and differentiated too
    assert not jvp(grad(torch.sum), (x,), (v,))[1].any()  # a linear f is no special case
    with pytest.warns(UserWarning, match="create_graph=True will create a reference cycle"):
        bent(x.clone().requires_grad_()).backward(create_graph=True)


def test_bug_hunt_holds_two_bugs(lesson: dict[str, Any]) -> None:
    swapped, first = ("(v,), (x,)", "(x,), (v,)"), (")[0]", ")[1]")
    hunted = [mended(LESSON, lesson, changes) for changes in ((), (swapped,), (first,), (swapped, first))]
    assert [points(answer, "hvp") for answer in hunted] == [0, 0, 0, 7]


def test_both_bugs_together_pass_on_a_quadratic(lesson: dict[str, Any]) -> None:
    matrix = torch.randn(4, 4)
    matrix = matrix + matrix.T
    x, v = torch.randn(4), torch.randn(4)
    torch.testing.assert_close(lesson["mended"](lambda x: x @ matrix @ x / 2, x, v), matrix @ v)
