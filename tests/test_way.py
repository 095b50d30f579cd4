"""A learner's way: guesses and mistakes are kept, looked back at, and asked about; full marks are a worthy end."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

import autograder
from autograder.answer_key import ENTRIES
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.course_folder import OBSERVE_ONLY
from autograder.judge.verdict import CostRow
from autograder.logbook import FOLDER, Progress
from autograder.notebook import lessons
from autograder.notebook.ending import ending_of
from autograder.notebook.recalling import Made, remembered
from autograder.present.card import Beside, card_html, card_text
from autograder.present.ending import NOT_HERE, Ending, anchor, difference
from autograder.questions import LESSONS
from autograder.questions.prediction import YOURS, predictions

FIRST = LESSONS[0]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Progress:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return Progress.at_home()


def test_the_first_guess_counts_and_progress_says_how_many_were_right(store: Progress) -> None:
    assert "Guesses" not in repr(autograder.progress())
    autograder.guess("01-ones", ...)
    assert store.guesses() == {}
    for choice in ("both", "sum"):
        autograder.guess("01-ones", choice)
    autograder.guess("01-forwards", 17)
    assert store.guesses() == {"01-ones": False, "01-forwards": True}
    says = f"Guesses: 1 of 2 right at first; there are {len(predictions())}."
    shown = autograder.progress()
    assert says in repr(shown)
    assert says in shown.page


def test_what_cannot_be_written_is_held_for_the_session_and_told(
    store: Progress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(FOLDER, str(tmp_path / "file" / "within"))  # no folder can be made there, by root neither

    def vjp_once(f, x, v):
        return torch.zeros_like(x)

    told = f"found {tmp_path / 'file' / 'within'}: Not a directory. Points and hints are remembered"
    first, second = autograder.check(vjp_once), autograder.check(vjp_once)
    assert "The next card says where to look" in first.text
    assert "The next card says where to look" not in second.text
    assert told in first.text
    assert [repr(autograder.hint("vjp_once"))[:6] for _ in range(2)] == ["Hint 1", "Hint 2"]
    autograder.guess("01-ones", "sum")
    shown = autograder.progress()
    assert told in repr(shown)
    assert "Guesses: 1 of 1" in repr(shown)
    assert "Points and hints are remembered" in shown.page
    (tmp_path / "file").unlink()
    assert Progress.at_home().hints("vjp_once") == 2
    autograder.hint("vjp_once")
    assert "Points and hints" not in repr(autograder.progress())
    assert '"guess": true' in (tmp_path / "file" / "within" / "progress.json").read_text()


def test_two_lessons_kernels_lose_nothing_of_each_other(store: Progress) -> None:
    writes = (
        "import sys; from pathlib import Path; from autograder.logbook import Progress\n"
        "store = Progress(Path(sys.argv[1]))\n"
        "for number in range(40): store.note_hint(sys.argv[2]); store.note_guess(f'{sys.argv[2]}-{number}', True)"
    )
    names = ("vjp_once", "hvp")
    running = [subprocess.Popen([sys.executable, "-c", writes, str(store.path), name]) for name in names]
    assert [each.wait(60) for each in running] == [0, 0]
    assert [store.hints(name) for name in names] == [40, 40]
    assert len(store.guesses()) == 80


def test_progress_names_the_mistakes_and_where_each_is_taught(store: Progress) -> None:
    for _ in range(2):
        store.note_mistake("jacobian_by_rows", "transposed")
    store.note_mistake("vjp_once", "not-a-mistake-any-more")
    shown = autograder.progress()
    for text in (repr(shown), shown.page):
        assert "You gave the transpose" in text
        assert "lesson 01: Exercise 2: the Jacobian, row by row" in text
        assert "minutes" not in text
        assert "open" in text
        assert "not-a-mistake-any-more" not in text
    assert "    2 × You gave" in repr(shown)
    store.note_points("jacobian_by_rows", 7)
    assert "; mended)" in repr(autograder.progress())


def test_a_mistake_is_remembered_in_whole_sentences_without_what_one_answer_did() -> None:
    told = {
        mistake.slug: remembered(Made(name, mistake, 1))
        for name, entry in ENTRIES.items()
        for mistake in (*entry.mistakes, *EVERYWHERE)
    }
    for slug, says in told.items():
        assert not re.search(r"\{[a-z]+\}|^[\s.,:]|[.,:] ?[.,:]", says), f"{slug}: {says}"
        assert says.endswith((".", "?")), f"{slug}: {says}"
    wrong = next(mistake for mistake in EVERYWHERE if mistake.slug == "wrong-signature")
    assert "which is `vjp_once(f, x, v)`." in remembered(Made("vjp_once", wrong, 1))


def test_a_lesson_begins_with_a_question_on_a_mistake_of_the_learners_own(store: Progress) -> None:
    assert repr(autograder.guess(YOURS, ...)).startswith("No mistake of yours")
    store.note_mistake("jacobian_by_rows", "transposed")
    asked = autograder.guess(YOURS, ...)
    assert "A mistake of yours, from jacobian_by_rows." in repr(asked)
    assert "You gave the transpose" in repr(asked)
    (mended,) = (each.next_step for each in ENTRIES["jacobian_by_rows"].mistakes if each.slug == "transposed")
    (right,) = (letter for letter in "abc" if f'"{letter}": {mended}' in repr(asked))
    for letter in sorted("abc", key=right.__eq__):
        reply = repr(autograder.guess(YOURS, letter))
        assert reply.startswith("Yes" if letter == right else "Not"), reply
    # Answered for once, it is not asked again, and a choice that is none asks anew.
    assert repr(autograder.guess(YOURS, ...)).startswith("No mistake of yours")
    assert "A mistake" not in repr(autograder.guess(YOURS, "z"))


def test_every_mistake_that_can_be_asked_about_has_three_choices_of_which_one_is_right(store: Progress) -> None:
    from autograder.notebook.recalling import _can_be_asked, _shuffled

    asked = 0
    for name, entry in ENTRIES.items():
        for mistake in entry.mistakes:
            made = Made(name, mistake, 1)
            if _can_be_asked(made):
                asked += 1
                steps = [each.next_step for each in _shuffled(made)]
                assert len(set(steps)) == 3
                assert steps.count(mistake.next_step) == 1
    assert asked > 100


def test_a_class_is_asked_nothing_and_shown_nothing(store: Progress, monkeypatch: pytest.MonkeyPatch) -> None:
    store.note_mistake("jacobian_by_rows", "transposed")
    monkeypatch.setenv(OBSERVE_ONLY, "1")
    autograder.guess("01-ones", "sum")
    assert store.guesses() == {}
    for shown in (autograder.guess(YOURS, ...), autograder.progress()):
        assert "transpose" not in repr(shown)
        assert not shown.page


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.folder for lesson in LESSONS])
def test_each_exercise_has_the_lessons_answer_a_heading_and_the_lesson_its_written_question(lesson: Any) -> None:
    for question in lesson.questions:
        own = lessons.own_answer(question.name)
        assert f"def {question.name}(" in own
        assert "SOLUTION" not in own
        assert lessons.heading(question.name).startswith("Exercise")
    assert lessons.written(lesson) == 2
    names = [question.name for question in lesson.questions]
    after = [lessons.following(name) for name in names]
    assert [each.name if each else None for each in after] == [*names[1:], None]


def vjp_once(f: Any, x: Any, v: Any) -> Any:
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]


def test_full_marks_show_the_lessons_answer_beside_yours_and_less_does_not(store: Progress) -> None:
    full = autograder.check(vjp_once)
    assert full is not None
    for said in ("The lesson's own answer", "(row,) = torch.autograd.grad(y, leaf, v)", "jacobian_by_rows"):
        assert said in full.text
        assert said in full.html
    assert "return torch.autograd.grad(f(leaf), leaf, v)[0]" in full.html
    assert f'href="{anchor(lessons.heading("jacobian_by_rows"))}"' in full.html
    part = autograder.check(lambda f, x, v: x, question="vjp_once")
    assert part is not None
    assert "The lesson's own answer" not in part.text + part.html


def test_a_lessons_end_says_that_its_written_question_is_open(store: Progress) -> None:
    last = FIRST.questions[-1]
    assert ending_of(last.name, None).to_do == tuple(question.name for question in FIRST.questions[:-1])
    for question in FIRST.questions:
        store.note_points(question.name, question.max_points)
    ending = ending_of(last.name, None)
    assert (ending.next_name, ending.open_written, ending.to_do) == ("", 2, ())


def test_without_solutions_it_says_so_in_one_line(verdict_of_full_marks: Any) -> None:
    beside = Beside(ending=Ending("def f(): ...", "", "another"))
    for shown in (card_html(verdict_of_full_marks, beside=beside), card_text(verdict_of_full_marks, beside=beside)):
        assert NOT_HERE.replace("'", "&#39;") in shown or NOT_HERE in shown
        assert "def f()" not in shown


@pytest.fixture
def verdict_of_full_marks() -> Any:
    from autograder.judge import Mark, Outcome, Verdict

    return Verdict("f", (Mark("value", Outcome.PASSED, 1, 1, "right"),))


def rows(peak: int, passes: str) -> list[CostRow]:
    small = [CostRow("small", who, "1", "1 × 5 back", 100, 1) for who in ("yours", "reference")]
    return [
        *small,
        CostRow("wide", "yours", "1", passes, peak, 1),
        CostRow("wide", "reference", "1", "5 × 1 back", 1000, 1),
    ]


@pytest.mark.parametrize(
    ("costs", "says"),
    [
        (rows(800, "5 × 1 back"), "Yours peaks at 0.8 of the lesson's reference, in the same passes."),
        (rows(1010, "5 × 1 back"), "Yours peaks where the lesson's reference does, in the same passes."),
        (
            rows(2500, "1 × 5 back"),
            "Yours peaks at 2.5 times the lesson's reference, in other passes (1 forward, 1 × 5 back; the reference:"
            " 1 forward, 5 × 1 back).",
        ),
        (
            [CostRow("all", who, "0", "none", peak, 1) for who, peak in (("yours", 220), ("reference", 100))],
            "Yours peaks at 2.2 times the lesson's reference, and neither makes a pass.",
        ),
        ([], "Nothing is counted here: what differs is how the two are written."),
        (rows(800, "5 × 1 back")[2:3], "What it costs hangs on what is drawn, so no reference stands beside yours."),
    ],
)
def test_the_difference_is_a_sentence_from_the_counts(costs: list[CostRow], says: str) -> None:
    assert difference(costs) == says


def test_a_headings_address_is_as_jupyter_makes_it() -> None:
    assert anchor("Exercise 2: `jacrev`, made by hand") == "#Exercise-2:-jacrev,-made-by-hand"
