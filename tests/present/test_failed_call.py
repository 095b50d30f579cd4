"""The call that failed: its cell makes the same call again, and two maps say what is wrong at a glance."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.answer_key import ENTRIES, key_for
from autograder.corpus import Wrong, cases
from autograder.judge import Mark, Outcome, Verdict, judge
from autograder.judge.failing import Failing, Part, failing, shares_from
from autograder.notebook.keeping import keeps
from autograder.observe import observe, tensors_of
from autograder.observe.capture import captured, unwritten_shows
from autograder.present.card import Beside, card_html, card_text
from autograder.present.cell import cell
from autograder.present.heat_maps import COLUMNS, ROWS, glance, heat_map
from autograder.questions import LESSONS, Question
from autograder.questions import question as find_question
from autograder.questions.question import ask_directly

COURSE = Path(__file__).parents[2]
QUESTIONS = [question for lesson in LESSONS for question in lesson.questions]
VERDICT = Verdict("f", (Mark("value", Outcome.FAILED, 0, 1, "wrong"),))
each_question = pytest.mark.parametrize("asked", QUESTIONS, ids=[question.name for question in QUESTIONS])


def run(code: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does: its value is that of its last line."""
    *lines, last = code.splitlines()
    exec("\n".join(lines), names)
    return eval(last, names)


def same(one: Any, other: Any) -> bool:
    tensors = [tensors_of(captured(each)) for each in (one, other)]
    return all(torch.equal(a, b) for a, b in zip(*tensors, strict=True)) and (bool(tensors[0]) or one == other)


@each_question
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (7, 2026))])
def test_its_cell_makes_each_call_of_each_exercise_again(asked: Question, seed: int) -> None:
    """The answer is right here: what counts is that it is given the very same."""
    entry = ENTRIES[asked.name]
    way = entry.reference
    calls = asked.calls(seed)
    shapes = set()
    for place, call in enumerate(calls):
        if call.before is not None:
            call.before()
        start = shares_from(calls, place)
        code = cell(Failing(asked, seed, call.label, "", place, start))
        assert len(code.splitlines()) <= 15
        assert max(map(len, code.splitlines())) <= 120
        # Calls of one form, with one spelling, are made once: the rest would only repeat it.
        form = code.replace(str(place), "").replace(call.label, "")
        if start == place and form in shapes:
            continue
        shapes.add(form)
        assert same(run(code, {asked.name: way}), asked.ask(way, call)), code


@pytest.mark.parametrize("seed", [1, 2026])
def test_its_cell_makes_a_timed_call_again(seed: int) -> None:
    for asked in QUESTIONS:
        if asked.trend is None:
            continue
        size = asked.trend.sizes[0]
        for turn in (0, 3):
            code = cell(Failing(asked, seed, "", "", None, size=size, turn=turn))
            torch.manual_seed(0)
            got = run(code, {asked.name: asked.trend.reference})
            assert same(got, asked.trend.reference(*asked.trend.inputs(seed, size, turn))), code


def wrong_answers(asked: Question) -> Iterator[Path]:
    for each in cases(COURSE)[0]:
        lost = each.expected
        fails = isinstance(lost, Wrong) and "value" in lost.fails and not lost.endless
        # The first two end the process, and a list is not compared.
        if asked.name in each.asks and fails and each.path.stem not in ("crashes", "exits", "list_returned"):
            yield each.path


def answer(path: Path) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "answer"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return names


def grows(x: Tensor, rows: list[Tensor] = []) -> Tensor:  # noqa: B006  # the mistake that is looked for
    rows.append(x)
    return torch.stack(rows)


@pytest.mark.parametrize(
    ("way", "has"), [(run, False), (grows, True), (lru_cache(grows), True), (partial(grows), True)]
)
def test_a_place_to_keep_things_in_is_seen(way: Any, has: bool) -> None:
    assert keeps(way) == has


def made_by(code: str, names: dict[str, Any]) -> Any:
    """Return what a cell gives, or the name of what it raises: an answer may raise anything."""
    with warnings.catch_warnings(action="ignore"):  # a notebook shows them
        try:
            return captured(run(code, names))
        except BaseException as error:
            return type(error).__name__


@pytest.mark.long
@each_question
def test_a_wrong_answer_is_as_wrong_in_a_fresh_notebook(asked: Question) -> None:
    seed, tried = 7, 0
    key = key_for(asked, seed)
    for path in islice(wrong_answers(asked), 0, None, 3):
        if "torch.rand" in path.read_text(encoding="utf-8"):
            continue  # it draws numbers of its own, others each time
        way = answer(path)[asked.name]
        evidence = observe(asked, way, seed, timed=False)
        found = failing(evidence, key)
        if found is None or found.place is None:
            continue
        found = found.from_the_first() if keeps(way) else found
        seen, tried = evidence.observations[found.place], tried + 1
        with unwritten_shows():
            got = made_by(cell(found), answer(path))
            if seen.raised is not None:
                assert got == seen.raised.type, path
            elif isinstance(got, str):
                assert asked.ask is not ask_directly, (path, got)  # who asks looks at the form first, and asks no more
            elif not seen.changed:
                for one, other in zip(tensors_of(got), tensors_of(seen.result), strict=True):
                    torch.testing.assert_close(one, other, equal_nan=True, rtol=1e-3, atol=1e-5, msg=str(path))
    assert tried >= 3


def part(got: Tensor, want: Tensor) -> Part:
    wrong = (got - want).abs() > 1e-9 if got.shape == want.shape else None
    return Part("", got, want, wrong)


J = torch.arange(1.0, 16.0, dtype=torch.float64).reshape(3, 5).sin()
GLANCES = {
    "the transpose": (J.T, "Yours is the transpose of what was expected"),
    "a square's transpose": ((J @ J.T + J[:, :3]).T, "transpose", J @ J.T + J[:, :3]),
    "another shape": (J.reshape(5, 3), "The numbers are right, in another shape: (5, 3), expected (3, 5)"),
    "a row too far": (J.roll(1, 0), "1 row too late"),
    "moved, zeros come in": (torch.cat((J[1:], torch.zeros(1, 5).double())), "1 row too early"),
    "two columns back": (J.roll(-2, 1), "2 columns too early"),
    "rows in reverse": (J.flip(0), "rows in the opposite order"),
    "another sign": (-J, "the other sign"),
    "twice": (2 * J, "2 times what was expected"),
    "zero": (0 * J, "zero throughout"),
    "one entry": (J + torch.eye(3, 5) * torch.tensor([1.0, 0, 0])[:, None], "1 of 15 entries is wrong"),
}


@pytest.mark.parametrize("case", GLANCES.values(), ids=GLANCES)
def test_how_the_two_relate_is_said_in_a_sentence(case: tuple[Any, ...]) -> None:
    got, says, *want = case
    assert says in glance(part(got, want[0] if want else J))


def test_wrong_entries_are_framed_and_no_other() -> None:
    got = J.clone()
    got[1, 2] += 1
    drawn = heat_map("yours", got, part(got, J))
    assert (drawn["columns"], len(drawn["cells"])) == (5, 15)
    assert [place for place, each in enumerate(drawn["cells"]) if each["wrong"]] == [7]
    assert "1 of 15 entries is wrong; entry (1, 2), is" in drawn["alt"]


def test_of_several_results_the_wrong_one_is_shown() -> None:
    """Of a dict, E is right to rounding, its slope by e is not: no maps that look the same."""
    kepler = find_question("kepler")
    assert kepler is not None
    wrong = answer(COURSE / "tests/corpus/09_structure/kepler/wrong/minus_by_e.py")["kepler"]
    found = failing(observe(kepler, wrong, 1), key_for(kepler, 1))
    assert found is not None
    assert found.part is not None
    assert found.part.name == "grad by e"
    assert "grad by e" in found.says


def test_two_results_of_one_description_are_not_told_apart_by_it() -> None:
    both = Failing(QUESTIONS[0], 1, "a call", "entry theta requires grad", 0, got="a dict", want="a dict")
    page = card_html(VERDICT, beside=Beside("f", both))
    assert "requires grad" in page
    assert "a dict" not in page
    assert "a list" in card_html(VERDICT, beside=Beside("f", replace(both, got="a list")))


def test_of_a_large_result_the_part_is_shown_where_it_goes_wrong() -> None:
    want = torch.ones(4, 100, 200, dtype=torch.float64)
    got = want.clone()
    got[2, 90, 150] = torch.nan
    wrong = got != want
    drawn = heat_map("yours", got, Part("", got, want, wrong))
    assert len(drawn["cells"]) <= ROWS * COLUMNS
    assert sum(each["wrong"] for each in drawn["cells"]) == sum(each["odd"] for each in drawn["cells"]) == 1
    for said in ("block 2", "rows 84 to 95", "columns 141 to 158"):
        assert said in drawn["heading"]


def transposed(f: Any, x: Tensor) -> Tensor:
    return torch.func.jacrev(f)(x).T


@pytest.fixture(scope="module")
def shown() -> tuple[str, str, str]:
    """A wrong answer's card with and without what is the learner's own, and as text."""
    asked, seed = find_question("jacobian_by_rows"), 5
    assert asked is not None
    evidence, key = observe(asked, transposed, seed, timed=False), key_for(asked, seed)
    verdict, beside = judge(evidence, key), Beside("transposed", failing(evidence, key))
    return card_html(verdict), card_html(verdict, beside=beside), card_text(verdict, beside=beside)


def test_a_learners_own_card_shows_it_folded_and_a_class_s_does_not(shown: tuple[str, str, str], read: Any) -> None:
    class_s, own, text = shown
    assert read(own).faults == []
    assert "<details" in own
    assert "open" not in read(own).attributes("details")[0]
    for said in ("Show me the call that failed", ".calls(5)[0]", "transposed(f, x)", "is the transpose of what"):
        assert said in read(own).text
        assert said not in read(class_s).text
    assert "\n    transposed(f, x)\n" in text
    maps = [each for _, each in read(own).tags if each.get("role") == "img"]
    assert [each["aria-label"].split(":")[0] for each in maps] == ["yours, shape (7, 5)", "expected, shape (5, 7)"]


def test_a_sign_has_the_colour_that_it_has_in_the_lessons_figures() -> None:
    from matplotlib import colormaps

    from autograder.figures.drawing import SIGNED

    one = torch.tensor([[1.0, -1.0]])
    drawn = heat_map("yours", one, Part("", one, one, torch.zeros(1, 2, dtype=torch.bool)))["cells"]
    for cell_, place in zip(drawn, (0.8, 0.2), strict=True):
        r, _, b = (int(number) for number in re.findall(r"\d+", cell_["ground"])[:3])
        red, _, blue, _ = colormaps[SIGNED](place)
        assert (b > r) == (blue > red)
