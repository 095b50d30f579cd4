"""Lesson 03 says what is so: its guesses, its messages, the tutorial's arithmetic, its figures and its bug hunt."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from a_lesson import LESSONS

from autograder import check

LESSON = LESSONS["03"]


def test_other_parameters_run_without_demonstrations() -> None:
    names = LESSON.run(demos=False, seed=7, dtype="float64")
    assert names["tall"].shape == (2048, 32)
    assert names["tall"].dtype is torch.float64


def test_predictions_are_true(lesson: dict[str, Any]) -> None:
    right = {prediction.name: prediction.right for prediction in LESSON.predictions}
    moved = torch.func.jvp(lesson["small"], (lesson["point"],), (lesson["tangent"],))[1]
    assert right["03-tangent"] == "column"
    assert moved.tolist() == lesson["by_hand"][:, 1].tolist()
    assert right["03-width"] == str(lesson["tall"].shape[1])
    assert right["03-no-grad"] == "jacrev"
    torch.testing.assert_close(lesson["by_columns"], lesson["by_differences"], rtol=1e-2, atol=1e-3)
    assert (lesson["by_rows"] - lesson["by_differences"]).abs().max() > 0.05


def test_the_tutorial_s_helper_names_the_wrong_winner(lesson: dict[str, Any]) -> None:
    said = lesson["tutorial_says"](0.495, 7.02, "jacrev")
    assert said.endswith("with jacrev")
    assert float(said.split()[0]) > 100


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
    table = re.findall(r"^\| \*(.+?)\* \|", LESSON.prose, re.MULTILINE)
    assert len(table) == len(refusals())
    for words, ask in zip(table, refusals(), strict=True):
        with pytest.raises((RuntimeError, TypeError), match=re.escape(words)):
            ask()


def test_bug_hunt_holds_two_bugs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    (broken,) = (cell.source for cell in LESSON.code if cell.source.startswith("def mended("))
    comparison = ("if len(y) >= len(x):", "if len(y) <= len(x):")
    columns = ("(t,))[1])(units)", "(t,))[1])(units).movedim(0, -1)")
    points = []
    for mends in ((), (comparison,), (columns,), (comparison, columns)):
        source = broken
        for old, new in mends:
            assert old in source
            source = source.replace(old, new)
        names: dict[str, Any] = {"torch": torch, "vmap": torch.func.vmap, "jvp": torch.func.jvp, "vjp": torch.func.vjp}
        exec(source, names)
        card = check(names["mended"], question="cheapest_jacobian")
        assert card is not None
        points.append(card.points)
    assert points[:3] == [0, 0, 3]  # the right columns in the wrong mode: value and method, no more
    assert points[3] >= 6  # the whole of it, the clock's one point apart
    assert not list(tmp_path.iterdir()), "a bug hunt changes no progress"
