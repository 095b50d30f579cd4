"""Lesson 03 says what is so: its guesses, its messages, the tutorial's arithmetic, its figures and its bug hunt."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from support.bug_hunt import mended, points
from support.clock_claims import TURNS, Operations, seen_within
from support.lesson_source import LESSONS
from torch.nn.attention import SDPBackend, sdpa_kernel

from autograder import bench, figures
from autograder.figures import jacrev_vs_jacfwd as drawn
from autograder.figures.jacrev_vs_jacfwd import CLAIMED, PUBLISHED, lead_of

LESSON = LESSONS["03"]
PROSE = " ".join(LESSON.prose.split())
MODES: dict[str, Callable[..., Any]] = {
    "jacfwd": lambda f, x: torch.func.jacfwd(f)(x),
    "jacrev": lambda f, x: torch.func.jacrev(f)(x),
}


def numbers(pattern: str) -> list[float]:
    """The numbers that a sentence of the lesson holds."""
    found = re.search(pattern, PROSE)
    assert found is not None, pattern
    return [float(number) for number in found.groups()]


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["tall"].shape == (2048, 32)
    assert solved["tall"].dtype is torch.float64


def test_predictions_are_true(lesson: dict[str, Any]) -> None:
    right = {prediction.name: prediction.right for prediction in LESSON.predictions}
    moved = torch.func.jvp(lesson["small"], (lesson["point"],), (lesson["tangent"],))[1]
    assert right["03-tangent"] == "column"
    assert moved.tolist() == lesson["by_hand"][:, 1].tolist()
    assert right["03-width"] == str(lesson["tall"].shape[1])
    assert right["03-no-grad"] == "jacrev"
    torch.testing.assert_close(lesson["by_columns"], lesson["by_differences"], rtol=1e-2, atol=1e-3)
    assert (lesson["by_rows"] - lesson["by_differences"]).abs().max() > 0.05


TALL, WIDE = (32, 2048), (2048, 32)


def test_the_tutorial_is_quoted_as_it_prints(lesson: dict[str, Any]) -> None:
    tall = PUBLISHED[TALL]
    assert numbers(r"on 32 → 2048 forward mode took ([\d.]+) ms and reverse mode ([\d.]+) ms") == [
        float(f"{1e3 * tall[mode]:.3g}") for mode in ("jacfwd", "jacrev")
    ]
    leads = [lead_of("jacfwd", tall), lead_of("jacrev", PUBLISHED[WIDE])]
    assert numbers(r"own times give ([\d.]+) on the tall shape and ([\d.]+) on the wide") == [
        pytest.approx(lead, abs=0.05) for lead in leads
    ]
    assert [round(lead) for lead in leads] == [11, 14]
    assert "Reverse mode took eleven times as *long* on the first shape, and forward mode fourteen times" in PROSE


def test_the_tutorial_s_helper_names_the_wrong_winner_twice(lesson: dict[str, Any]) -> None:
    (source,) = (cell.source for cell in LESSON.code if "def tutorial_says" in cell.source)
    calls = re.findall(r'"(\d+) → (\d+):", tutorial_says\(([\d.]+), ([\d.]+), "(\w+)"\)', source)
    assert [(int(n), int(m)) for n, m, *_ in calls] == list(PUBLISHED)
    for shape, (_, _, first, second, named) in zip(PUBLISHED, calls, strict=True):
        times = PUBLISHED[shape]
        (other,) = set(times) - {named}
        assert [float(first), float(second)] == [pytest.approx(1e3 * times[mode]) for mode in (other, named)]
        assert times[named] > times[other]
        percent, words = CLAIMED[shape].split(" ", 1)
        assert lesson["tutorial_says"](float(first), float(second), named) == f"{float(percent):.0f} {words}"


def test_the_figure_of_leads_reads_the_same_table() -> None:
    alt = drawn.leads(PUBLISHED)[1]
    assert "32 → 2048: jacfwd wins, 11.2 times as fast here, 11.2 in the tutorial" in alt
    assert "2048 → 32: jacrev wins, 14.2 times as fast here, 14.2 in the tutorial" in alt


def test_the_map_fills_as_it_is_measured() -> None:
    sides, nan = [16, 128], float("nan")
    took = {"jacfwd": torch.full((2, 2), nan), "jacrev": torch.full((2, 2), nan)}
    assert "16 outputs: not yet measured" in drawn.cost_map(sides, took, 0)[1]
    took["jacfwd"][0], took["jacrev"][0] = torch.tensor([1.57e-4, 1e-3]), torch.tensor([1e-4, 1.04e-3])
    alt = drawn.cost_map(sides, took, 0)[1]
    assert "16 outputs: jacrev about 1.5 times as fast; 128 outputs: not yet measured" in alt
    assert "16 outputs: as fast as each other" in drawn.cost_map(sides, took, 1)[1]
    assert drawn.diagonal(sides, took).splitlines()[1].endswith("not yet measured")


def test_what_browse_shows_can_be_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    displayed: list[Any] = []
    monkeypatch.setattr("IPython.display.display", lambda data, **_: displayed.append(data))
    said = ["nothing yet"]
    redraw = figures.browse(lambda i: (drawn.sweeps([(2, 1)])[0], f"{said[-1]}, {i}"), 3, "which")
    picture = displayed[-1].children[1]
    assert 'alt="nothing yet, 0"' in picture.value
    said.append("a row")
    redraw()
    assert 'alt="a row, 0"' in picture.value


def test_one_number_ties_the_modes(lesson: dict[str, Any]) -> None:
    torch.testing.assert_close(lesson["v"] @ lesson["pushed"], lesson["pulled"] @ lesson["t"])
    for by_hand, kernel in (("softmax_by_hand", torch.ones(3)), ("direction_by_hand", lesson["point"])):
        assert (lesson[by_hand] @ kernel).abs().max() < 1e-6
        assert torch.allclose(lesson[by_hand], lesson[by_hand].T)


def test_forward_mode_has_more_operations(lesson: dict[str, Any]) -> None:
    counts = {}
    for name, mode in MODES.items():
        f, x = lesson["layer"](16, 16)
        with Operations() as operations:
            mode(f, x)
        counts[name] = operations.seen.total()
    assert counts["jacfwd"] > 1.2 * counts["jacrev"]


def test_the_guess_on_square_shapes_is_reverse_mode() -> None:
    assert {each.name: each.right for each in LESSON.predictions}["03-square"] == "rev"


@pytest.mark.long
@pytest.mark.parametrize(
    ("n", "m", "rounds", "low", "high"),
    [
        (32, 2048, 3, 0.0, 0.5),
        (2048, 32, 3, 2.0, 1e4),
        (16, 16, 50, 1.05, 3.0),
        (16, 64, 50, 1.02, 3.0),
        (128, 128, 20, 1.05, 3.0),
        (512, 2048, 10, 0.0, 0.95),
    ],
)
def test_the_clock_s_border_is_a_band(
    lesson: dict[str, Any], n: int, m: int, rounds: int, low: float, high: float
) -> None:
    """Far from square widths decide; small shapes favour reverse mode beyond square; large ones the narrower pass."""

    def ratio() -> float:
        least = bench.times(MODES, [lesson["layer"](n, m)], rounds)
        return least["jacfwd"][0] / least["jacrev"][0]

    assert seen_within(TURNS, ratio, low, high)


def test_forward_mode_s_memory_does_not_grow_with_f_s_steps() -> None:
    def steps(count: int) -> tuple[Callable[[torch.Tensor], torch.Tensor], torch.Tensor]:
        weights = [torch.randn(64, 64) / 8 for _ in range(count)]

        def f(x: torch.Tensor) -> torch.Tensor:
            for weight in weights:
                x = torch.tanh(weight @ x)
            return x

        return f, torch.randn(64)

    peaks = bench.peaks(MODES, [steps(count) for count in (4, 16, 64)])
    assert len(set(peaks["jacfwd"])) == 1
    assert peaks["jacrev"][0] < peaks["jacrev"][1] < peaks["jacrev"][2]


def test_out_dims_last_goes_wrong_where_nothing_varies() -> None:
    def columns(m: int) -> torch.Tensor:
        made: Any = torch.func.vmap(
            lambda t: torch.func.jvp(lambda x: torch.ones(m), (torch.ones(3),), (t,))[1], out_dims=-1
        )(torch.eye(3))
        return made

    with pytest.raises(RuntimeError):
        columns(2)
    assert f"a tensor of shape {tuple(columns(1).shape)}" in PROSE


def test_the_first_stack_of_columns_is_the_transpose(lesson: dict[str, Any]) -> None:
    assert lesson["columns"].tolist() == lesson["by_hand"].T.tolist()


class OnlyBackward(torch.autograd.Function):
    @staticmethod
    def forward(x: torch.Tensor) -> torch.Tensor:
        return x * x

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, cotangent: torch.Tensor) -> Any:
        return 2 * ctx.saved_tensors[0] * cotangent


def refusals() -> list[Callable[[], Any]]:
    x, tokens = torch.ones(3), torch.ones(1, 1, 4, 8)
    jacrev, jacfwd = torch.func.jacrev, torch.func.jacfwd
    options: dict[str, Any] = {"chunk_size": 2}
    wrong: Any = [0]
    return [
        lambda: jacrev(torch.sin, argnums=wrong)(x),
        lambda: jacrev(torch.sin, argnums=1)(x),
        lambda: jacfwd(torch.sin, **options),
        lambda: jacrev(lambda x: (x.sin(), "a note"))(x),
        lambda: jacfwd(F.dropout)(x),
        lambda: jacfwd(OnlyBackward.apply)(x),
        lambda: jacfwd(lambda q: F.scaled_dot_product_attention(q, q, q))(tokens),
    ]


def test_messages_in_the_table_are_torch_s_own() -> None:
    LESSON.expect_messages(refusals())


@pytest.mark.filterwarnings("ignore:There is a performance drop:UserWarning")
def test_operations_without_a_forward_rule() -> None:
    lstm = torch.nn.LSTM(4, 3).requires_grad_(False)
    image, tokens = torch.randn(1, 1, 5, 5), torch.randn(1, 1, 4, 8)
    without: dict[str, tuple[Callable[..., Any], torch.Tensor]] = {
        "grid_sample": (lambda grid: F.grid_sample(image, grid, align_corners=False), torch.rand(1, 2, 2, 2) / 2),
        "nn.LSTM": (lambda x: lstm(x)[0], torch.randn(5, 1, 4)),
        "cdist": (lambda x: torch.cdist(x, torch.ones(2, 3)), torch.randn(4, 3)),
        "pdist": (F.pdist, torch.randn(4, 3)),
        "attention": (lambda x: F.scaled_dot_product_attention(x, tokens, tokens), torch.randn(1, 1, 4, 8)),
    }
    (row,) = re.findall(r"^\| \*Trying to use forward AD with\* \|.+", LESSON.prose, re.MULTILINE)
    for name, (f, x) in without.items():
        assert name in row
        with pytest.raises(NotImplementedError, match="Trying to use forward AD with"):
            torch.func.jacfwd(f)(x)
        assert torch.func.jacrev(f)(x).isfinite().all()
    f, x = without["attention"]
    with sdpa_kernel(SDPBackend.MATH):
        torch.testing.assert_close(torch.func.jacfwd(f)(x), torch.func.jacrev(f)(x), rtol=1e-4, atol=1e-5)


def test_a_frozen_transformer_layer_in_eval_mode_has_a_fused_path() -> None:
    assert "In eval mode, with its parameters frozen or under `no_grad`" in LESSON.prose
    layer, x = torch.nn.TransformerEncoderLayer(4, 2, 4, batch_first=True), torch.randn(1, 2, 4)
    jacfwd = torch.func.jacfwd
    with sdpa_kernel(SDPBackend.MATH):
        jacobian = jacfwd(layer.eval())(x).detach()
        layer.requires_grad_(False)
        for refused in (lambda: jacfwd(layer)(x), torch.no_grad()(lambda: jacfwd(layer.requires_grad_())(x))):
            with pytest.raises(NotImplementedError, match="forward AD with aten::_transformer_encoder_layer_fwd"):
                refused()
        torch.backends.mha.set_fastpath_enabled(False)
        try:
            torch.testing.assert_close(jacfwd(layer.requires_grad_(False))(x), jacobian)
        finally:
            torch.backends.mha.set_fastpath_enabled(True)


def test_bug_hunt_holds_two_bugs() -> None:
    comparison = ("if len(y) >= len(x):", "if len(y) <= len(x):")
    columns = ("(t,))[1])(units)", "(t,))[1])(units).movedim(0, -1)")
    names = {"torch": torch, "vmap": torch.func.vmap, "jvp": torch.func.jvp, "vjp": torch.func.vjp}
    ways = ((), (comparison,), (columns,), (comparison, columns))
    hunted = [mended(LESSON, names, changes) for changes in ways]
    # The right columns in the wrong mode: value and method, no more.
    assert [points(answer, "cheapest_jacobian") for answer in hunted] == [0, 0, 3, 7]
