"""Lesson 02 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from support.bug_hunt import mended, points
from support.clock_claims import Operations
from support.lesson_source import LESSONS
from torch.func import jacrev, vjp, vmap
from torch.utils.flop_counter import FlopCounterMode

from autograder import bench
from autograder.figures.vmap_vjp import PUBLISHED

LESSON = LESSONS["02"]
PROSE = " ".join(LESSON.prose.split())


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["jacobian"].shape == (16, 16)
    assert solved["jacobian"].dtype is torch.float64


def test_its_first_row_is_lesson_01_s(lesson: dict[str, Any]) -> None:
    first = LESSONS["01"].run()
    torch.testing.assert_close(lesson["given"][0], first["first_row"])
    assert "The same row 0 as in lesson 01." in PROSE


def test_the_tutorial_s_results_are_reproduced(lesson: dict[str, Any]) -> None:
    weight, bias, x = lesson["weight"], lesson["bias"], lesson["x"]
    torch.testing.assert_close(lesson["jacobian"], lesson["by_library"])
    torch.testing.assert_close(lesson["jacobian"], lesson["loop"](lesson["f"], x))
    by_hand = lesson["my_jacrev"](lesson["predict"], argnums=(0, 1))(weight, bias, x)
    torch.testing.assert_close(by_hand, (lesson["by_weight"], lesson["by_bias"]))
    assert (lesson["by_weight"] == 0).double().mean().item() == 15 / 16


def test_guesses_are_true(lesson: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    right = {prediction.name: prediction.right for prediction in LESSON.predictions}
    vmap(lesson["centred"])(torch.ones(4, 3))
    assert right["02-hellos"] == str(capsys.readouterr().out.count("hello"))
    assert right["02-shape"] == str(tuple(lesson["by_weight"].shape))
    with pytest.raises(RuntimeError):
        vmap(lesson["with_if"])(torch.eye(2) - 0.7)
    assert right["02-if"] == "refused"
    assert right["02-peak"] == "over a hundred times"
    way, start = jacrev(lesson["wide"]), lesson["start"]
    assert bench.peak(way, start) > 100 * way(start).nbytes


def test_the_tutorial_is_quoted_as_it_prints() -> None:
    loop, jacrev_ = PUBLISHED["loop"], PUBLISHED["jacrev"]
    said = re.findall(r"([\d.]+) ms, and the library's `jacrev` at (\d+) µs", PROSE)
    said += re.findall(r"loop takes ([\d.]+) ms, its `jacrev` (\d+) µs", PROSE)
    assert said == [(f"{1e3 * loop:.2f}", f"{1e6 * jacrev_:.0f}")] * 2
    (lead,) = re.findall(r"µs: ([\d.]+) times as long", PROSE)
    assert float(lead) == pytest.approx(loop / jacrev_, abs=0.05)


def test_a_wide_pass_saves_no_arithmetic(lesson: dict[str, Any]) -> None:
    flops = []
    for way in (lesson["loop"], lesson["wide_pass"]):
        with FlopCounterMode(display=False) as counter:
            torch.testing.assert_close(way(lesson["f"], lesson["x"]), lesson["jacobian"])
        flops.append(counter.get_total_flops())
    assert flops[0] == flops[1] > 0
    assert "Every multiplication of the loop is still done." in PROSE


def test_fifteen_of_the_tutorial_s_sixteen_forwards_are_needless(lesson: dict[str, Any]) -> None:
    (source,) = (cell.source for cell in LESSON.code if "def tutorial_loop" in cell.source)
    names = dict(lesson)
    exec(source, names)
    calls: list[torch.Tensor] = []
    for way in (names["tutorial_loop"], lesson["loop"]):
        way(lambda x: calls.append(x) or lesson["f"](x), lesson["x"])
    assert len(calls) == 16 + 1
    assert "of its sixteen forwards fifteen were needless" in PROSE


def test_numbers_of_the_weight_s_jacobian(lesson: dict[str, Any]) -> None:
    assert lesson["by_weight"].numel() == 4096
    assert int((lesson["by_weight"] != 0).sum()) == 256
    assert "pay 4,096 numbers for 256" in PROSE


def test_peak_doubles_with_the_chunk_and_a_middle_one_is_lean(lesson: dict[str, Any]) -> None:
    sizes = (16, 32, 64, 128)
    ways = {str(size): jacrev(lesson["wide"], chunk_size=size) for size in sizes}
    peaks = [peak for (peak,) in bench.peaks(ways, [(lesson["start"],)]).values()]
    assert all(1.9 < after / before < 2.1 for before, after in zip(peaks, peaks[1:], strict=False))
    assert peaks[1] < 0.3 * peaks[-1]


def test_chunks_of_32_save_most_of_the_walks(lesson: dict[str, Any]) -> None:
    steps = {}
    for size in (1, 32, 128):
        with Operations() as operations:
            jacrev(lesson["wide"], chunk_size=size)(lesson["start"])
        steps[size] = operations.seen.total()
    assert steps[1] - steps[32] > 0.9 * (steps[1] - steps[128]) > 0


def test_a_branch_not_taken_spoils_the_slope_unless_its_input_is_chosen_too(lesson: dict[str, Any]) -> None:
    points = torch.tensor([-1.0, 4.0])
    torch.testing.assert_close(lesson["root"](points), lesson["safe_root"](points))
    assert jacrev(lesson["root"])(points).diagonal().isnan().tolist() == [True, False]
    assert jacrev(lesson["safe_root"])(points).diagonal().tolist() == [0.0, 0.25]


def test_the_climate_model_s_numbers() -> None:
    row = 2_000_000 * 4
    assert (row, row * 50_000, row * 500) == (8e6, 400e9, 4e9)
    assert 50_000 / 500 == 100
    for words in ("4 bytes, 8 MB", "400 GB for that one value", "500 rows are 4 GB, and make 100 passes"):
        assert words in PROSE


def test_an_item_makes_the_norm_a_constant(lesson: dict[str, Any]) -> None:
    point = lesson["point"]
    torch.testing.assert_close(jacrev(lesson["with_item"])(point), torch.eye(2) / 5)
    right = torch.tensor([[16.0, -12.0], [-12.0, 9.0]]) / 125
    torch.testing.assert_close(jacrev(lesson["itemless"])(point), right)
    torch.testing.assert_close(right @ point, torch.zeros(2))


def refusals() -> list[Callable[[], Any]]:
    batch = torch.ones(3, 2)
    y, pullback = vjp(lambda x: x.repeat(2, 1), torch.ones(2))

    def written(x: torch.Tensor) -> torch.Tensor:
        page = torch.zeros(2)
        page[0] = x[0]
        return page

    return [
        lambda: vmap(lambda x: x if x.sum() > 0 else -x)(batch),
        lambda: vmap(lambda x: torch.tensor([x[0], x[1]]))(batch),
        lambda: vmap(written)(batch),
        lambda: vmap(lambda x: x[x > 0])(batch),
        lambda: vmap(lambda x: torch.from_numpy(x.numpy()))(batch),
        lambda: vmap(lambda x: x.detach().requires_grad_())(batch),
        lambda: vmap(lambda v, x: v + x.sum())(batch, torch.ones(2)),
        lambda: vmap(pullback)(torch.eye(y.numel())),
        lambda: vmap(lambda x: x + torch.randn(2))(batch),
        lambda: vmap(lambda x: 3.0)(batch),
    ]


def test_messages_in_the_table_are_torch_s_own() -> None:
    LESSON.expect_messages(refusals())


def test_bug_hunt_holds_three_bugs() -> None:
    one_forward = (
        ("    units = torch.eye(len(x)", "    y, pullback = vjp(f, x)\n    units = torch.eye(len(x)"),
        ("        y, pullback = vjp(f, x)\n        (rows,)", "        (rows,)"),
    )
    outputs = (("    units = torch.eye(len(x)", "    units = torch.eye(len(f(x))"),)
    rest = (("len(units) // chunk_size", "-(-len(units) // chunk_size)"),)
    ways = (
        (),
        one_forward,
        one_forward + outputs,
        one_forward + rest,
        outputs + rest,
        one_forward + outputs + rest,
    )
    hunted = [mended(LESSON, {"torch": torch, "vjp": vjp, "vmap": vmap}, changes) for changes in ways]
    assert [points(answer, "jacobian_in_chunks") for answer in hunted] == [0, 0, 0, 0, 4, 7]
