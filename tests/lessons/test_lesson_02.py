"""Lesson 02 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jupytext
import pytest
import torch
from torch.func import jacrev, vjp, vmap

from autograder import check, guess
from autograder.questions.predictions import PREDICTIONS

SOURCE = Path(__file__).parents[2] / "solutions/02_vmap_vjp/02_vmap_vjp.py"
CELLS = jupytext.read(SOURCE).cells
CODE = [cell for cell in CELLS if cell.cell_type == "code"]
PROSE = "\n".join(cell.source for cell in CELLS if cell.cell_type == "markdown")
MINE = [prediction for prediction in PREDICTIONS if prediction.name.startswith("02-")]


def is_demo(cell: Any) -> bool:
    return {"demo", "quick"} & set(cell.metadata.get("tags", [])) == {"demo"}


def run(demos: bool, **parameters: Any) -> dict[str, Any]:
    """Run the lesson's code in this process, without its checks; return the names that it defines."""
    names: dict[str, Any] = {"__name__": "lesson"}
    for cell in CODE:
        if re.match(r"(check|trend|progress)\(", cell.source) or (is_demo(cell) and not demos):
            continue
        exec(compile(cell.source, "<lesson 02>", "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= parameters
    return names


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    return run(demos=False)


@pytest.mark.parametrize("parameters", [{"seed": 7}, {"dtype": "float64", "fast": True}])
def test_other_parameters_run_without_demonstrations(parameters: dict[str, Any]) -> None:
    names = run(demos=False, **parameters)
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
    right = {prediction.name: prediction.right for prediction in MINE}
    vmap(lesson["centred"])(torch.ones(4, 3))
    assert right["02-hellos"] == str(capsys.readouterr().out.count("hello"))
    assert right["02-shape"] == str(tuple(lesson["by_weight"].shape))
    with pytest.raises(RuntimeError):
        vmap(lesson["with_if"])(torch.eye(2) - 0.7)
    assert right["02-if"] == "refused"
    assert right["02-peak"] == "over a hundred times"
    from autograder.observe.heap import settled_heap
    from autograder.observe.meter import Meter

    with settled_heap(), Meter() as meter:
        whole = jacrev(lesson["wide"])(lesson["start"])
    assert meter.cost(1).peak > 100 * whole.nbytes


def test_each_guess_of_the_lesson_is_answered() -> None:
    asked = [name for cell in CODE for name in re.findall(r'guess\("([^"]+)"', cell.source)]
    assert asked == [prediction.name for prediction in MINE]
    assert len(asked) >= 3
    for prediction in MINE:
        assert guess(prediction.name, prediction.right).headline.startswith("Yes")
        assert all(f'`"{choice}"`' in PROSE for choice in prediction.reveals)


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
    table = re.findall(r"^\| \*(.+?)\* \|", PROSE, re.MULTILINE)
    assert len(table) == len(refusals())
    for words, ask in zip(table, refusals(), strict=True):
        with pytest.raises((RuntimeError, ValueError), match=re.escape(words)):
            ask()


def test_every_figure_has_a_text_alternative(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", lambda data, **_: shown.append(data))
    run(demos=True, fast=True)
    pages = [data for data in shown if isinstance(data, dict)]
    assert len(pages) == 3
    for data in pages:
        (alt,) = re.findall(r'<img alt="([^"]+)"', data["text/html"])
        assert len(alt) > 60
    assert any(type(data).__name__ == "SelectionSlider" for data in shown)


def test_bug_hunt_holds_three_bugs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    (broken,) = (cell.source for cell in CODE if cell.source.startswith("def mended("))
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
