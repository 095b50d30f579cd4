"""Lesson 04 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from support.bug_hunt import mended, points
from support.clock_claims import TURNS, Operations, seen_within
from support.lesson_source import LESSONS
from torch.func import grad, hessian, jacfwd, jacrev
from torch.nn.attention import SDPBackend, sdpa_kernel

from autograder import bench

LESSON = LESSONS["04"]
PROSE = " ".join(LESSON.prose.split())
RIGHT = {prediction.name: prediction.right for prediction in LESSON.predictions}


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["right"].dtype is torch.float64


def test_the_hessian_by_hand_is_right(lesson: dict[str, Any]) -> None:
    assert torch.equal(hessian(lesson["bowl"])(lesson["point"]), lesson["by_hand"])
    assert str(tuple(lesson["curved"].shape)) == RIGHT["04-shape"]


WAYS: dict[str, Callable[..., Any]] = {
    "fwd_rev": lambda f, x: jacfwd(jacrev(f))(x),
    "rev_rev": lambda f, x: jacrev(jacrev(f))(x),
    "fwd_fwd": lambda f, x: jacfwd(jacfwd(f))(x),
    "rev_fwd": lambda f, x: jacrev(jacfwd(f))(x),
    "fwd_grad": lambda f, x: jacfwd(grad(f))(x),
}
FOUR = ("fwd_rev", "rev_rev", "fwd_fwd", "rev_fwd")


def in_units(way: str, f: Callable[..., Any], x: torch.Tensor) -> float:
    """A way's peak in units of H."""
    return bench.peak(WAYS[way], f, x) / WAYS["fwd_rev"](f, x).nbytes


def test_the_guesses_on_memory_are_true(lesson: dict[str, Any]) -> None:
    weight, bias, x = lesson["layer"](64, 8)
    peaks = {name: in_units(name, lambda x: lesson["predict"](weight, bias, x), x) for name in FOUR}
    assert sorted(peaks, key=lambda name: peaks[name]) == [RIGHT["04-vector"], "fwd_fwd", "rev_rev", "rev_fwd"]
    scalar = {name: in_units(name, lambda x: lesson["predict"](weight, bias, x).sum(), x) for name in FOUR}
    assert min(scalar, key=lambda name: scalar[name]) == RIGHT["04-scalar"]


def test_a_scalar_net_s_peaks_are_as_told(lesson: dict[str, Any]) -> None:
    weight, bias, x = lesson["layer"](512, 32)
    outer = torch.randn(32)
    peaks = {name: in_units(name, lambda x: outer @ lesson["predict"](weight, bias, x), x) for name in FOUR}
    assert 1 - peaks["rev_rev"] / peaks["fwd_rev"] == pytest.approx(1 / 3, abs=0.05)  # a third or so
    assert peaks["rev_fwd"] > 30 * min(peaks.values())  # the memory of another, thirty times


def test_on_most_other_scalar_functions_reverse_over_reverse_is_the_leaner_too() -> None:
    mixing, x = torch.randn(64, 64) / 8, torch.rand(64) + 0.3
    for f in (
        lambda x: x.sin().sum(),
        lambda x: (x[1:] - x[:-1] ** 2).square().sum(),
        lambda x: torch.logsumexp(mixing @ x, 0),
        torch.linalg.norm,
    ):
        assert 0.45 < in_units("rev_rev", f, x) / in_units("fwd_rev", f, x) < 0.9
    f = lambda x: torch.tanh(x).sum()  # noqa: E731
    assert in_units("rev_rev", f, x) == pytest.approx(in_units("fwd_rev", f, x), rel=0.05)  # «as much»
    f = lambda x: torch.softmax(mixing @ x, 0).square().sum()  # noqa: E731
    assert 1.05 < in_units("rev_rev", f, x) / in_units("fwd_rev", f, x) < 1.25  # «a little less»


@pytest.mark.parametrize(("outputs", "record"), [((), 1), pytest.param((8,), 1 / 8, marks=pytest.mark.long)])
def test_who_keeps_what_as_f_grows_deeper(outputs: tuple[int, ...], record: float) -> None:
    (source,) = (cell.source for cell in LESSON.code if cell.source.startswith("def deep("))
    names: dict[str, Any] = {"torch": torch, "kind": {}}
    exec(source, names)
    nets = {layers: names["deep"](layers, outputs) for layers in (1, 4, 16)}
    grow = {}
    for name in FOUR if outputs else WAYS:
        one, four, sixteen = (in_units(name, *nets[layers]) for layers in (1, 4, 16))
        grow[name] = (sixteen - four) / 12
        if name == "fwd_fwd":
            assert four == sixteen
        else:
            assert one < four < sixteen
    # Forward over reverse keeps f's record, N tangents wide, for each layer; reverse outside M times as much.
    assert grow["fwd_rev"] == pytest.approx(record, rel=0.05)
    assert grow["rev_rev"] == pytest.approx(1, rel=0.05)
    assert grow["rev_fwd"] == pytest.approx(record, rel=0.05)
    if not outputs:
        assert grow["fwd_grad"] == pytest.approx(2, rel=0.05)  # «two blocks for each layer, not one»
        assert in_units("fwd_fwd", *nets[1]) > 20 * in_units("fwd_rev", *nets[16])


def weight_at_x(lesson: dict[str, Any]) -> tuple[Callable[..., Any], torch.Tensor]:
    weight, bias, x = lesson["layer"](512, 32)
    return lambda x: torch.tanh(weight @ x + bias).sum(), x


def test_grad_inside_writes_less_where_f_says_weight_at_x(lesson: dict[str, Any]) -> None:
    wrote = {}
    for name in ("fwd_rev", "fwd_grad"):
        with Operations() as operations:
            WAYS[name](*weight_at_x(lesson))
        wrote[name] = operations.bytes
    assert wrote["fwd_rev"] > 4 * wrote["fwd_grad"], "jacrev has the weight copied for each tangent"


@pytest.mark.long
def test_grad_inside_is_quicker_where_f_says_weight_at_x(lesson: dict[str, Any]) -> None:
    def ratio() -> float:
        two = {name: WAYS[name] for name in ("fwd_rev", "fwd_grad")}
        took = bench.times(two, [weight_at_x(lesson)], rounds=10)
        return took["fwd_rev"][0] / took["fwd_grad"][0]

    assert seen_within(TURNS, ratio, 1.2)


def test_sizes_are_as_told() -> None:
    H = 32 * 512 * 512 * 4
    assert H == 32 * 2**20
    assert "32 MiB in float32" in PROSE
    assert 64 * H == 2 * 2**30
    assert "64 times 32 MiB, 2 GiB" in PROSE
    assert 20_000**2 * 4 == 1_600_000_000
    assert 200 * 50 * 4 == 40_000


def test_with_the_tutorial_s_weight_most_outputs_would_lie_where_tanh_is_flat(lesson: dict[str, Any]) -> None:
    flat = []
    for _ in range(20):
        weight, bias, x = lesson["layer"](512, 32)
        flat.append(
            [(1 - lesson["predict"](w, bias, x) ** 2 < 0.01).float().mean() for w in (512**0.5 * weight, weight)]
        )
    as_there, as_here = torch.tensor(flat).mean(0)
    assert as_there > 0.7
    assert as_here < 0.2


def test_on_a_tall_f_forward_mode_on_both_levels_is_the_leaner(lesson: dict[str, Any]) -> None:
    weight, bias, x = lesson["layer"](8, 256)
    peaks = [in_units(name, lambda x: lesson["predict"](weight, bias, x), x) for name in ("fwd_fwd", "fwd_rev")]
    assert 5 * peaks[0] < peaks[1]


def test_one_piece_of_reverse_over_reverse_takes_twice_m_times_its_result(lesson: dict[str, Any]) -> None:
    for outputs in (2, 8):
        weight, bias, x = lesson["layer"](128, outputs)
        found = in_units("rev_rev", lambda x, w=weight, b=bias: lesson["predict"](w, b, x), x)
        assert found == pytest.approx(2 * outputs, rel=0.1)


def test_zero_and_nan_are_where_the_lesson_says(lesson: dict[str, Any]) -> None:
    assert RIGHT["04-relu"] == "zero"
    assert not lesson["bent"].any()
    assert lesson["smooth"].any()
    assert lesson["loss_curved"].any()
    assert RIGHT["04-norm"] == "nan"
    nan = {name: bool(H.isnan().all()) for name, H in lesson["at_zero"].items()}
    assert nan == {"fwd_rev": False, "rev_rev": True, "fwd_fwd": False, "rev_fwd": True}


def test_symmetry_passes_three_wrong_ones_and_the_product_none(lesson: dict[str, Any]) -> None:
    symmetric = [name for name, H in lesson["candidates"].items() if lesson["symmetry_gap"](H) < 1e-6]
    assert len(symmetric) == 4
    gaps = {name: lesson["product_gap"](lesson["net"], lesson["at"], H) for name, H in lesson["candidates"].items()}
    assert [name for name, gap in gaps.items() if gap < 0.02] == ["right"]


def test_the_example_by_hand_finds_a_lost_factor_and_changed_places_and_no_transpose() -> None:
    H = hessian(lambda x: x[0] ** 2 * x[1])(torch.tensor([2.0, 3.0]))
    assert not torch.equal(H, H / 2)
    assert not torch.equal(H, H.flip(0, 1))
    assert torch.equal(H, H.mT)


def refusals() -> list[Callable[[], Any]]:
    x = torch.ones(3)

    def bent(x: torch.Tensor) -> torch.Tensor:
        return (x**3).sum()

    def noisy(x: torch.Tensor) -> torch.Tensor:
        return torch.dropout(x, 0.5, True).pow(3).sum()

    leaf = x.clone().requires_grad_()
    (first,) = torch.autograd.grad(bent(leaf), leaf)
    query = torch.ones(1, 1, 4, 8)

    def attention(x: torch.Tensor) -> torch.Tensor:
        return torch._scaled_dot_product_flash_attention_for_cpu(x, query, query)[0].sum()

    return [
        lambda: grad(grad(bent))(x),
        lambda: torch.autograd.grad(first[0], leaf),
        lambda: jacfwd(jacrev(bent), chunk_size=2)(x),  # type: ignore[call-arg]
        lambda: torch.autograd.functional.hessian(lambda x: x**3, x),  # type: ignore[no-untyped-call]
        lambda: hessian(noisy)(x),
        lambda: torch.func.jvp(attention, (query,), (query,)),
        lambda: jacrev(jacrev(lambda q: torch.nn.functional.scaled_dot_product_attention(q, query, query)))(query),
        lambda: jacrev(jacrev(lambda x: torch.cdist(x, x.detach() + 1)))(torch.rand(2, 3)),
    ]


@pytest.mark.filterwarnings("ignore:There is a performance drop:UserWarning")
def test_messages_in_the_table_are_torch_s_own() -> None:
    LESSON.expect_messages(refusals())


@pytest.mark.filterwarnings("ignore:There is a performance drop:UserWarning")
def test_who_has_a_rule_and_what_to_do_where_none_has() -> None:
    F = torch.nn.functional
    lstm = torch.nn.LSTM(4, 3).requires_grad_(False)
    encoder = torch.nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True).requires_grad_(False).eval()
    image, tokens, others = torch.randn(1, 1, 5, 5), torch.randn(1, 1, 4, 8), torch.randn(2, 3)
    by_reverse: list[tuple[Callable[..., Any], torch.Tensor]] = [
        (lambda grid: F.grid_sample(image, grid, align_corners=False), torch.rand(1, 2, 2, 2) / 2),
        (lambda x: lstm(x)[0], torch.randn(3, 1, 4)),
    ]
    by_neither: list[tuple[Callable[..., Any], torch.Tensor]] = [
        (lambda x: F.scaled_dot_product_attention(x, tokens, tokens), tokens + 1),
        (encoder, torch.randn(1, 4, 8)),
        (lambda x: torch.cdist(x, others), torch.randn(4, 3)),
        (F.pdist, torch.randn(4, 3)),
    ]
    for f, x in by_reverse:
        with pytest.raises(NotImplementedError):
            jacfwd(jacrev(f))(x)
        assert jacrev(jacrev(f))(x).isfinite().all()
    for f, x in by_neither:
        for way in ("fwd_rev", "rev_rev"):
            with pytest.raises((NotImplementedError, RuntimeError), match="not implemented|forward AD"):
                WAYS[way](f, x)
    with sdpa_kernel(SDPBackend.MATH):
        for f, x in by_neither[:2]:
            torch.testing.assert_close(WAYS["fwd_rev"](f, x), WAYS["rev_rev"](f, x), rtol=1e-3, atol=1e-4)
    x = torch.randn(4, 3)
    torch.testing.assert_close((x[:, None] - others).norm(dim=-1), torch.cdist(x, others))
    assert hessian(lambda x: (x[:, None] - others).norm(dim=-1).sum())(x).isfinite().all()


def test_a_net_of_two_layers_is_curved_in_its_weights() -> None:
    first, second, x = torch.rand(3, 4), torch.randn(3), torch.rand(4)  # no unit is off
    blocks = hessian(lambda one, two: two @ torch.relu(one @ x), argnums=(0, 1))(first, second)
    assert blocks[0][1].any()


def test_bug_hunt_holds_two_bugs(lesson: dict[str, Any]) -> None:
    order = ("torch.autograd.grad(f(a, b), b,", "torch.autograd.grad(f(a, b), a,"), ("(entry, a,", "(entry, b,")
    average = (("return (H + H.T) / 2", "return H"),)
    hunted = [mended(LESSON, lesson, changes) for changes in ((), order, average, (*order, *average))]
    assert [points(answer, "mixed_hessian") for answer in hunted] == [0, 0, 0, 6]
