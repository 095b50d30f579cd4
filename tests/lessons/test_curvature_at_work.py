"""Lesson 08 says what is so: its numbers, its guesses, its bills, its messages, its figures and its bug hunt."""

from collections.abc import Callable
from itertools import islice, pairwise
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from support.bug_hunt import mended, points
from support.clock_claims import TURNS, seen_within
from support.lesson_source import LESSONS, flops
from torch.func import grad, hessian, jacrev, jvp
from torch.nn.attention import SDPBackend, sdpa_kernel

from autograder import bench
from autograder.figures import krylov
from autograder.questions import question
from autograder.questions.draw import Draw

LESSON = LESSONS["08"]
PROSE = " ".join(LESSON.prose.split())
RIGHT = {prediction.name: prediction.right for prediction in LESSON.predictions}


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["A"].dtype is torch.float64


def test_the_two_curvatures_by_hand(lesson: dict[str, Any]) -> None:
    assert float(lesson["pushed"]) == 1
    assert float(hessian(lesson["half_square"])(lesson["half"])) == pytest.approx(-0.5)
    assert "$H = 6x^2 - 2 = -0.5$" in PROSE


def test_gauss_newton_is_never_negative_where_h_is(lesson: dict[str, Any]) -> None:
    assert RIGHT["08-negative"] == "never"
    torch.manual_seed(5)
    forms = []
    for _ in range(40):
        weights, v = torch.randn(18).double(), torch.randn(18).double()
        Hv, Gv = lesson["both_products"](weights, v)
        forms.append((float(v @ Hv), float(v @ Gv)))
    assert all(bent >= 0 for _, bent in forms)
    assert any(bent < 0 for bent, _ in forms), "H bends down somewhere"


def test_the_angle_closes_as_the_residual_shrinks(solved: dict[str, Any]) -> None:
    assert solved["losses"][-1] < 1e-3 * solved["losses"][0]
    assert solved["degrees"][0] > 5
    assert solved["degrees"][-1] < 0.1 * solved["degrees"][0]


def share_of_the_nets_bend(loss: Callable[..., Any], x: torch.Tensor) -> float:
    """The term beside G by G, for the net z = x²."""
    G = (2 * x) ** 2 * hessian(loss)(x * x)
    return float(abs(hessian(lambda x: loss(x * x))(x) / G - 1))


def test_g_comes_near_h_where_squares_fit_and_not_where_cross_entropy_does(lesson: dict[str, Any]) -> None:
    x = torch.tensor(3.0).double()
    cross_entropy = lambda z: F.softplus(-z)  # noqa: E731
    residual = float(grad(cross_entropy)(x * x).abs())
    assert residual < 2e-4
    assert share_of_the_nets_bend(cross_entropy, x) > 0.05
    assert share_of_the_nets_bend(lambda z: 0.5 * (z - 9 + residual) ** 2, x) < 1e-5
    mixing, v, start = torch.randn(4, 3).double(), torch.randn(3).double(), torch.randn(3).double()
    straight = lambda x: (mixing @ x).logsumexp(0)  # noqa: E731
    product = lesson["ggn_vp"](lambda x: mixing @ x, lambda z: z.logsumexp(0), start, v)
    torch.testing.assert_close(product, hessian(straight)(start) @ v)


def test_the_lessons_product_agrees_and_costs_one_push_and_one_pull(lesson: dict[str, Any]) -> None:
    weights, v = torch.randn(18).double(), torch.randn(18).double()
    _, want = lesson["both_products"](weights, v)
    got = lesson["ggn_vp"](lesson["outputs"], lesson["fit"], weights, v)
    torch.testing.assert_close(got, want)
    built = flops(lambda: jacrev(lesson["outputs"])(weights))
    assert flops(lambda: lesson["ggn_vp"](lesson["outputs"], lesson["fit"], weights, v)) < built


def test_building_takes_ever_more_than_the_product() -> None:
    trend = question("ggn_vp").trend
    assert trend is not None
    given = [trend.make(Draw.seeded(0, "sizes"), n) for n in (32, 128)]
    peaks = bench.peaks({"built": trend.naive, "product": trend.reference}, given)
    leads = [built / product for built, product in zip(peaks["built"], peaks["product"], strict=True)]
    assert 1 < 2 * leads[0] < leads[1]


def test_two_steps_by_hand() -> None:
    A, b = torch.diag(torch.tensor([1.0, 4.0])), torch.tensor([4.0, 4.0])
    start, first, second = islice(krylov.gradients(lambda v: A @ v, b), 3)
    assert not start[0].any()
    torch.testing.assert_close(first[0], torch.tensor([1.6, 1.6]))
    torch.testing.assert_close(b - A @ first[0], torch.tensor([2.4, -2.4]))
    torch.testing.assert_close(second[0], torch.tensor([4.0, 1.0]))


def test_the_error_shrinks_by_the_root_of_the_condition(solved: dict[str, Any]) -> None:
    for condition, row in solved["errors"].items():
        root = condition**0.5
        rate = (row[-1] / row[10]) ** (1 / (len(row) - 11))
        assert rate == pytest.approx((root - 1) / (root + 1), abs=0.06), condition


def test_a_few_eigenvalues_take_as_many_steps_whatever_the_condition(lesson: dict[str, Any]) -> None:
    clumps = torch.tensor([1.0, 1e3, 1e6]).double().repeat(40)
    b = torch.arange(1.0, 121).double()
    left = [float(r / b.norm()) for _, r in islice(krylov.gradients(lambda v: clumps * v, b), 4)]
    assert left[3] < 1e-5 < 1e-2 < left[2]
    assert "whatever $\\kappa$ is" in PROSE


def test_near_the_end_newton_takes_two_digits_a_step(lesson: dict[str, Any]) -> None:
    slopes = [float(grad(lesson["rosenbrock"])(point).norm()) for point in lesson["path"][-3:]]
    assert all(after < before / 50 for before, after in pairwise(slopes))


def test_the_lessons_gradients_are_those_that_are_drawn(lesson: dict[str, Any]) -> None:
    torch.manual_seed(1)
    square = torch.randn(12, 12).double()
    A, b = square @ square.T + torch.eye(12), torch.randn(12).double()
    for steps, (x, _) in enumerate(islice(krylov.gradients(lambda v: A @ v, b), 6)):
        torch.testing.assert_close(lesson["conjugate_gradient"](lambda v: A @ v, b, steps, 0.0), x)


def test_the_bill_in_the_valley(lesson: dict[str, Any]) -> None:
    newton, descent = lesson["bills"]["Newton"], lesson["bills"]["gradient descent"]
    assert descent["steps"] == 15_065
    assert "takes 15,065 steps" in PROSE
    assert 18 <= newton["steps"] <= 25
    assert RIGHT["08-steps"] == "about 20"
    assert newton["gradients"] == newton["steps"] + 1
    assert newton["steps"] < newton["products"] <= 2 * newton["steps"], "at most N products a step"
    assert descent["products"] == 0
    assert RIGHT["08-bill"] == "1 gradient and some products"
    assert (lesson["path"][-1] - 1).abs().max() < 1e-6
    heights = [float(lesson["rosenbrock"](point)) for point in lesson["path"]]
    assert heights == sorted(heights, reverse=True)


def test_in_ten_dimensions_newton_ends_in_the_poorer_minimum(solved: dict[str, Any]) -> None:
    end = solved["there"][-1]
    assert float(solved["rosenbrock"](end)) == pytest.approx(3.987, abs=1e-3)
    assert float(torch.linalg.eigvalsh(hessian(solved["rosenbrock"])(end))[0]) > 0, "a minimum, not a saddle"
    assert float(solved["rosenbrock"](solved["slow"])) < 3.9


def steps_in_the_valley(lesson: dict[str, Any], tolerance: Callable[[float], float]) -> int:
    """Newton's steps until ‖g‖ ≤ 1e-6, with an inner solve to tolerance(‖g‖) · ‖g‖."""
    f, x = lesson["rosenbrock"], lesson["begin"]
    for step in range(100):
        g, multiply = lesson["record"](f, x)
        if g.norm() <= 1e-6:
            return step
        p = lesson["conjugate_gradient"](multiply, -g, 2, tolerance(float(g.norm())))
        t = 1.0
        while f(x + t * p) > f(x) + 1e-4 * t * (g @ p):
            t /= 2
        x = x + t * p
    return 100


def test_a_textbook_tolerance_is_slow_in_the_valley(lesson: dict[str, Any]) -> None:
    rough = steps_in_the_valley(lesson, lambda length: min(0.5, length**0.5))
    assert (rough, steps_in_the_valley(lesson, lambda length: 1e-2)) == (64, 22)
    assert "in the banana valley it takes 64 steps in place of 22" in PROSE


def test_a_record_makes_a_product_cheap_and_a_matrix_takes_more_memory(solved: dict[str, Any]) -> None:
    x, v = torch.zeros(solved["many"]).double(), torch.randn(solved["many"]).double()
    f = solved["logistic"]
    g, multiply = solved["record"](f, x)
    torch.testing.assert_close(multiply(v), jvp(grad(f), (x,), (v,))[1])
    torch.testing.assert_close(g, grad(f)(x))
    gradient, product = flops(lambda: grad(f)(x)), flops(lambda: multiply(v))
    assert 0 < gradient <= product <= 2 * gradient, "a gradient or two"
    assert 2 * product <= flops(lambda: jvp(grad(f), (x,), (v,))[1])
    assert flops(lambda: solved["kept"](x)) < 0.7 * flops(lambda: solved["by_matrix"](x)), "fewer than the matrix does"
    steps = [solved[way](x) for way in ("by_matrix", "anew", "kept")]
    for step in steps[1:]:
        assert (step - steps[0]).norm() < 0.2 * steps[0].norm()
    peaks = {name: row[0] for name, row in solved["memory"].items()}
    assert peaks["built"] > 10 * peaks["products, recorded"]
    assert peaks["products, recorded"] <= peaks["products, anew"]


@pytest.mark.long
def test_a_product_from_the_record_is_quicker(solved: dict[str, Any]) -> None:
    x, v = torch.zeros(solved["many"]).double(), torch.randn(solved["many"]).double()
    f = solved["logistic"]
    _, multiply = solved["record"](f, x)
    ways = {"anew": lambda v: jvp(grad(f), (x,), (v,))[1], "kept": multiply}

    def ratio() -> float:
        clock = bench.times(ways, [(v,)], seconds=0.01)
        return clock["anew"][0] / clock["kept"][0]

    assert seen_within(TURNS, ratio, 2)


def test_ghosts_spoil_a_count_and_no_moment(lesson: dict[str, Any]) -> None:
    assert RIGHT["08-ghosts"] == "hardly at all"
    seen = {}
    for name, (nodes, share) in lesson["rows"].items():
        near = (nodes - 200).abs() < 0.2
        seen[name] = int(near.sum())
        assert 60 * float(share[near].sum()) == pytest.approx(1, rel=1e-6)
        for m in range(1, 12):
            assert float((share * nodes**m).sum()) == pytest.approx(float((lesson["spread"] ** m).mean()), rel=1e-9)
    assert seen == {"careless": 4, "careful": 1}
    assert "as four nodes instead of one" in PROSE


def test_moments_are_exact_up_to_2k_less_1_and_no_further(lesson: dict[str, Any]) -> None:
    torch.manual_seed(2)
    square = torch.randn(20, 20).double()
    A, probe = square + square.T, torch.randint(0, 2, (1, 20)).double() * 2 - 1
    nodes, share = lesson["spectral_density"](lambda v: A @ v, probe, 4)
    for m in range(9):
        want = float(probe[0] @ torch.linalg.matrix_power(A, m) @ probe[0]) / 20
        got = float((share * nodes**m).sum())
        assert (abs(got - want) <= 1e-9 * 60**m) is (m < 8), m


def test_probes_see_the_shape_of_a_trained_nets_spectrum(solved: dict[str, Any]) -> None:
    true, nodes, share = solved["true"], solved["nodes"], solved["share"]
    assert nodes.shape == (4, 30)
    assert float(nodes.max()) == pytest.approx(float(true[-1]), rel=1e-6)
    mean = float((share * nodes).sum(1).mean())
    assert mean == pytest.approx(float(true.mean()), rel=0.5)
    small = 1e-2 * float(true[-1])
    crowd = float((share * (nodes.abs() < small)).sum(1).mean())
    assert crowd == pytest.approx(float((true.abs() < small).double().mean()), abs=0.15)
    assert crowd > 0.5, "most of it lies about zero"


def test_influence_by_hand(lesson: dict[str, Any]) -> None:
    y = torch.tensor([0.0, 2.0]).double()
    got = lesson["influence"](lambda t: 0.5 * (t - y) ** 2, lambda t: t.sum(), torch.ones(1).double(), 0.0)
    torch.testing.assert_close(got, torch.tensor([-0.5, 0.5]).double())


def test_influence_foretells_and_is_no_detector_of_wrong_labels(solved: dict[str, Any]) -> None:
    assert solved["effect"] is not solved["expected"], "the solution's own does the work"
    torch.testing.assert_close(solved["effect"], solved["expected"], rtol=1e-5, atol=1e-10)
    assert solved["together"] > 0.9
    assert solved["slope"] == pytest.approx(1, abs=0.25)
    without, everyone = {}, solved["everyone"]
    for which in ("harmful", "dear"):
        rest = everyone.clone()
        rest[solved[which]] = 0
        without[which] = float(solved["held_out"](solved["trained"](rest)))
    assert without["harmful"] < 0.95 * float(solved["before"])
    assert without["harmful"] < solved["best"], "it trains on the test"
    found = {which: int(solved["flipped"][solved[which]].sum()) for which in ("harmful", "dear")}
    assert found["dear"] == found["harmful"] + 1, "as the text says of this seed"
    right = solved["dear"][~solved["flipped"][solved["dear"]]]
    assert (found["dear"], len(right)) == (10, 2), "as the text says of this seed"
    rest = everyone.clone()
    rest[solved["dropped"]["flipped among these"]] = 0
    ten_less, before = float(solved["held_out"](solved["trained"](rest))), float(solved["before"])
    assert ten_less < before < without["dear"]
    assert solved["effect"].argmin() in right, "one of the two helps more than any other"
    chance = torch.sigmoid(solved["inputs"][right] @ solved["model"][:-1] + solved["model"][-1])
    assert ((chance > 0.5) != (solved["given"][right] > 0.5)).all(), "the model would bet on the other"


def test_on_another_draw_the_losses_find_one_less(lesson: dict[str, Any]) -> None:
    names = dict(lesson) | {"seed": 2}
    for begins in ("torch.manual_seed(seed)\nsize, wide", "def held_out", "def by_the_matrix", "everyone ="):
        (source,) = [cell.source for cell in LESSON.code if cell.source.startswith(begins)]
        exec(compile(source, "<inquest>", "exec"), names)
    dear = names["sample_losses"](names["model"])
    by_effect, by_loss = (int(names["flipped"][each.topk(12).indices].sum()) for each in (names["effect"], dear))
    assert by_loss == by_effect - 1, "as the text says of seed 2"
    assert "with seed 2 one less" in PROSE


def attention(x: torch.Tensor) -> torch.Tensor:
    query = x.view(1, 1, 4, 4)
    return F.scaled_dot_product_attention(query, query, query).square().sum()


def refusals() -> list[Callable[[], Any]]:
    leaf = torch.ones(3, requires_grad=True)
    (g,) = torch.autograd.grad(2 * leaf.sum(), leaf, create_graph=True)
    grid = torch.zeros(1, 1, 1, 2)
    return [
        lambda: torch.autograd.grad(g, leaf, torch.ones(3)),
        lambda: grad(lambda y: grad(attention)(y).sum())(torch.ones(16)),
        lambda: jvp(
            grad(lambda x: F.grid_sample(x.view(1, 1, 2, 2), grid, align_corners=True).square().sum()),
            (torch.ones(4),),
            (torch.ones(4),),
        ),
    ]


def test_messages_in_the_table_are_torch_s_own() -> None:
    LESSON.expect_messages(refusals())
    with sdpa_kernel(SDPBackend.MATH):
        assert grad(lambda y: grad(attention)(y).sum())(torch.ones(16)).shape == (16,)


def test_a_double_direction_gives_a_double_product() -> None:
    assert jvp(torch.sin, (torch.ones(2),), (torch.ones(2).double(),))[1].dtype is torch.float64


def test_bug_hunt_holds_two_bugs(lesson: dict[str, Any]) -> None:
    place = ("torch.zeros_like(z)", "z")
    whole = ("hessian(loss)(at).diagonal() * Jv", "jvp(grad(loss), (at,), (Jv,))[1]")
    hunted = [mended(LESSON, lesson, changes) for changes in ((), (place,), (whole,), (place, whole))]
    assert [points(answer, "ggn_vp") for answer in hunted] == [0, 0, 0, 7]


def test_both_bugs_pass_on_least_squares_alone(lesson: dict[str, Any]) -> None:
    net, x, v = lesson["net"], lesson["x"], lesson["v"]
    agrees = {}
    for name, loss in lesson["trials"].items():
        J = jacrev(net)(x)
        want = J.T @ (hessian(loss)(net(x)) @ (J @ v))
        agrees[name] = torch.allclose(lesson["mended"](net, loss, x, v), want, rtol=1e-3, atol=1e-5)
    assert agrees == {"squares": True, "quartics": False, "softmax": False}
