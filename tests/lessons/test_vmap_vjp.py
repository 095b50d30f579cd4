"""Lesson 02 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from a_lesson import LESSONS
from torch.func import jacrev, vjp, vmap

from autograder import bench, check

LESSON = LESSONS["02"]


@pytest.mark.parametrize("parameters", [{"seed": 7}, {"dtype": "float64", "fast": True}])
def test_other_parameters_run_without_demonstrations(parameters: dict[str, Any]) -> None:
    names = LESSON.run(demos=False, **parameters)
    assert names["jacobian"].shape == (16, 16)
    assert names["jacobian"].dtype is getattr(torch, names["dtype"])


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


def test_an_item_makes_the_norm_a_constant(lesson: dict[str, Any]) -> None:
    point = lesson["point"]
    torch.testing.assert_close(jacrev(lesson["with_item"])(point), torch.eye(2) / 5)
    torch.testing.assert_close(jacrev(lesson["itemless"])(point), torch.tensor([[0.128, -0.096], [-0.096, 0.072]]))


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
    table = re.findall(r"^\| \*(.+?)\* \|", LESSON.prose, re.MULTILINE)
    assert len(table) == len(refusals())
    for words, ask in zip(table, refusals(), strict=True):
        with pytest.raises((RuntimeError, ValueError), match=re.escape(words)):
            ask()


def test_bug_hunt_holds_three_bugs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    (broken,) = (cell.source for cell in LESSON.code if cell.source.startswith("def mended("))
    one_forward = (
        ("    units = torch.eye(len(x)", "    y, pullback = vjp(f, x)\n    units = torch.eye(len(x)"),
        ("        y, pullback = vjp(f, x)\n        (rows,)", "        (rows,)"),
    )
    outputs = (("    units = torch.eye(len(x)", "    units = torch.eye(len(f(x))"),)
    rest = (("len(units) // chunk_size", "-(-len(units) // chunk_size)"),)
    points = []
    for mends in (
        (),
        one_forward,
        one_forward + outputs,
        one_forward + rest,
        outputs + rest,
        one_forward + outputs + rest,
    ):
        source = broken
        for old, new in mends:
            assert old in source
            source = source.replace(old, new)
        names: dict[str, Any] = {"torch": torch, "vjp": vjp, "vmap": vmap}
        exec(source, names)
        card = check(names["mended"], question="jacobian_in_chunks")
        assert card is not None
        points.append(card.points)
    assert points == [0, 0, 0, 0, 4, 7]
    assert not list(tmp_path.iterdir()), "a bug hunt changes no progress"
