"""Lesson 08: its references against matrices on fresh seeds, its properties against what lacks them, its edge cases."""

from dataclasses import replace

import pytest
import torch
from torch.func import grad, hessian, jacrev

from autograder.answer_key import ENTRIES, key_for
from autograder.answer_key.curvature_at_work.otherwise import OTHERWISE
from autograder.answer_key.curvature_at_work.taught import TAUGHT, in_steps
from autograder.answer_key.key import Key
from autograder.judge.criteria import NAIVE_IS_TELLING
from autograder.questions import LESSONS
from autograder.questions.curvature_at_work.matrices import all_of

QUESTIONS = {q.name: q for lesson in LESSONS if lesson.topic == "curvature_at_work" for q in lesson.questions}
SEEDS = (3, pytest.param(20, marks=pytest.mark.long))


def key(name: str, seed: int) -> Key:
    return key_for(QUESTIONS[name], seed)


def test_each_question_has_its_entry_and_its_ways() -> None:
    assert set(QUESTIONS) <= set(ENTRIES)
    assert set(QUESTIONS) == set(TAUGHT) == set(OTHERWISE)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_products_are_those_of_the_matrices(seed: int) -> None:
    for expected in key("ggn_vp", seed).expected:
        net, loss, x, v = expected.args
        J = jacrev(net)(x)
        want = J.T @ (hessian(loss)(net(x)) @ (J @ v))
        assert expected.result.dtype == x.dtype
        torch.testing.assert_close(expected.result, want, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("seed", SEEDS)
def test_another_way_gives_what_the_key_expects(name: str, seed: int) -> None:
    made = key(name, seed)
    for call, expected in zip(QUESTIONS[name].calls(seed), made.expected, strict=True):
        if call.before is not None:
            call.before()
        halved = replace(expected, slack=0.5)  # no right way comes near its tolerance
        assert made.compare(OTHERWISE[name](*call.args), halved) is None, call.label


@pytest.mark.parametrize("seed", range(8))
def test_a_may_bend_down_at_once_or_on_the_way(seed: int) -> None:
    calls = {call.label.split(":")[0]: call for call in QUESTIONS["conjugate_gradient"].calls(seed)}
    matvec, b, *_ = calls["curved down at once"].args
    assert b @ matvec(b) < 0
    matvec, b, steps, tol = calls["curved down on the way"].args
    assert b @ matvec(b) > 0, "not at the first step"
    reached = in_steps(matvec, b, steps, tol)
    assert (b - matvec(reached)).norm() > tol * b.norm(), "it stopped for the curvature, not for the tolerance"


@pytest.mark.parametrize("seed", range(8))
def test_where_steps_are_counted_the_method_takes_just_so_many(seed: int) -> None:
    for call in QUESTIONS["conjugate_gradient"].calls(seed):
        if not call.counted:
            continue
        matvec, taken = call.args[0], []

        def counting(v, matvec=matvec, taken=taken):
            taken.append(v)
            return matvec(v)

        in_steps(counting, *call.args[1:])
        assert len(taken) == call.sizes["steps"], call.label


@pytest.mark.parametrize("seed", range(4))
def test_a_loose_tolerance_stops_well_before_the_end_and_after_the_beginning(seed: int) -> None:
    for call in QUESTIONS["conjugate_gradient"].calls(seed):
        if call.label.startswith(("a large b", "a small b")):
            matvec, b, most, tol = call.args
            early = in_steps(matvec, b, most, tol)
            assert not torch.allclose(early, in_steps(matvec, b, most, 0.0), rtol=1e-4)
            assert not torch.allclose(early, in_steps(matvec, b, 2, 0.0), rtol=1e-4)


def test_newtons_properties_are_lacked_by_what_should_lack_them() -> None:
    for expected in key("newton_cg", 5).expected:
        f, x0, steps = expected.args
        compare = ENTRIES["newton_cg"].compare
        path = expected.result
        assert compare(path, expected) is None
        still = x0.expand(steps + 1, -1).clone()
        fault = compare(still, expected)
        assert (fault is None) == expected.call.label.startswith(("a start at", "wide", "first", "the same"))
        upside_down = compare(path.flip(0), expected)
        assert (upside_down is None) == expected.call.label.startswith("a start at")
        assert grad(f)(path[-1]).norm() <= grad(f)(x0).norm()


def test_a_density_that_is_off_in_any_way_is_refused() -> None:
    compare = ENTRIES["spectral_density"].compare
    for expected in key("spectral_density", 5).expected:
        nodes, weights = expected.result
        assert compare((nodes, weights), expected) is None
        assert compare((nodes.flip(1), weights.flip(1)), expected) is None, "in whatever order"
        assert compare((nodes, 1.01 * weights), expected).property == "the weights of each probe sum to 1"
        assert compare((1.001 * nodes + 0.01, weights), expected).property
        if nodes.shape[1] > 2 and not expected.call.label.startswith("A = 2 I"):
            assert compare((nodes, weights.flip(1)), expected).property == "moments up to 2k − 1 are those of A"
            below = weights.clone()
            below[:, 0], below[:, 1] = -weights[:, 0] - 1, weights[:, 1] + 2 * weights[:, 0] + 1
            assert compare((nodes, below), expected).property == "no weight is below 0"


def test_a_ghost_keeps_the_moments_and_is_refused_all_the_same() -> None:
    expected = next(e for e in key("spectral_density", 5).expected if e.call.label.startswith("eigenvalues that stand"))
    nodes, weights = (part.clone() for part in expected.result)
    # A node without weight beside the largest eigenvalue: what rounding brings back.
    least = int(weights[0].argmin())
    weights[0, -1] += weights[0, least]
    nodes[0, least], weights[0, least] = nodes[0, -1], 0.0
    fault = ENTRIES["spectral_density"].compare((nodes, weights), expected)
    assert fault is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_influences_are_those_of_the_matrix_and_a_silent_sample_has_none(seed: int) -> None:
    for expected in key("influence", seed).expected:
        losses, test_loss, theta, damping = expected.args
        H = hessian(lambda t, losses=losses: losses(t).sum())(theta)
        assert torch.linalg.eigvalsh(H)[0] > -1e-5, "convex, so that conjugate gradients may solve it"
        damped = H + damping * torch.eye(len(theta), dtype=theta.dtype)
        want = -jacrev(losses)(theta) @ torch.linalg.solve(damped, grad(test_loss)(theta))
        torch.testing.assert_close(expected.result, want, rtol=1e-3, atol=1e-5)
        if expected.call.label.startswith("a sample without"):
            assert expected.result[2] == 0
            assert expected.result.count_nonzero() == len(expected.result) - 1


@pytest.mark.parametrize("name", QUESTIONS)
def test_peaks_are_weighed_where_they_tell(name: str) -> None:
    weighed = [e for e in key(name, 1).expected if e.call.counted and e.call.weighed]
    assert weighed
    for expected in weighed:
        assert expected.naive.peak >= NAIVE_IS_TELLING * expected.reference.peak, expected.call.label


def test_the_matrices_handed_out_are_symmetric() -> None:
    for name in ("conjugate_gradient", "spectral_density"):
        for call in QUESTIONS[name].calls(2):
            like = call.args[1] if call.args[1].dim() == 1 else call.args[1][0]
            matrix = all_of(call.args[0], like)
            torch.testing.assert_close(matrix, matrix.T)
