"""The audit: headers are read as written, each sort of departure is named, and no answer of it meets the key."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import audit, corpus
from autograder.corpus import CorpusAnswer, Hostile, Right, Wrong
from autograder.judge import Diagnosis, Mark, Outcome, Verdict
from autograder.questions import LESSONS
from autograder.unfinished import lacking

COURSE = Path(__file__).parents[1]
COST = Wrong(frozenset({"cost"}), "forward-for-every-row", "once for every row")
VALUE = Wrong(frozenset({"value"}), "transposed", "once")
PASSED, FAILED, NOT_RUN = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_RUN


def verdict(value: Outcome, cost: Outcome, slug: str | None = None, remark: str | None = None) -> Verdict:
    def told(name: str | None) -> Diagnosis | None:
        return Diagnosis(name, "f was evaluated Once for every row.", "w", "n") if name else None

    def mark(name: str, outcome: Outcome, most: int) -> Mark:
        return Mark(name, outcome, most if outcome is PASSED else 0, most, "6 evaluations")

    return Verdict("vjp_once", (mark("value", value, 3), mark("cost", cost, 2)), told(slug), told(remark))


RIGHT = verdict(PASSED, PASSED)
DEAR = verdict(PASSED, FAILED, "forward-for-every-row")
TWICE = replace(DEAR, claimed=("forward-for-every-row", "transposed"))


@pytest.mark.parametrize(
    ("expected", "judged"),
    [
        (Right(), RIGHT),
        (Right("graph-kept-alive"), replace(RIGHT, remark=verdict(PASSED, PASSED, "graph-kept-alive").diagnosis)),
        (COST, DEAR),
        (VALUE, verdict(FAILED, NOT_RUN, "transposed")),
        (Hostile("everything"), RIGHT),
        (Hostile("nothing", "transposed"), verdict(FAILED, NOT_RUN, "transposed")),
        (Hostile("not cost"), DEAR),
        (Hostile("anything"), verdict(Outcome.GRADER_ERROR, NOT_RUN)),
    ],
)
def test_a_verdict_as_its_header_says_departs_in_nothing(expected, judged):
    assert list(expected.departures(judged)) == []


@pytest.mark.parametrize(
    ("expected", "judged", "says"),
    [
        (Right(), DEAR, "expected all 5 points, got 3: 6 evaluations"),
        (Right(), verdict(PASSED, NOT_RUN), "expected all 5 points, got 3"),
        (Right(), DEAR, "expected the diagnosis None, got forward-for-every-row"),
        (Right(), verdict(PASSED, PASSED, None, "graph-kept-alive"), "expected the remark None, got graph-kept-alive"),
        (COST, RIGHT, "expected to lose cost, lost nothing"),
        (COST, verdict(PASSED, FAILED, "transposed"), "expected the diagnosis forward-for-every-row, got transposed"),
        (replace(COST, says="twice for"), DEAR, "expected the card to say «twice for», it says «6 evaluations"),
        (COST, TWICE, "expected one mistake to claim it, found forward-for-every-row, transposed"),
        (VALUE, verdict(FAILED, PASSED, "transposed"), "expected no points, got 2"),
        (Hostile("everything"), DEAR, "expected everything to pass, passed value: 6 evaluations"),
        (Hostile("nothing"), DEAR, "expected nothing to pass, passed value with 3 points"),
        (Hostile("not cost"), RIGHT, "expected cost not to pass"),
        (Hostile("nothing"), verdict(Outcome.GRADER_ERROR, NOT_RUN), "expected a grade, it is withheld"),
        (Hostile("nothing", "timed-out"), verdict(FAILED, NOT_RUN, "raised"), "expected the diagnosis timed-out"),
    ],
)
def test_each_departure_is_named(expected, judged, says):
    assert any(line.startswith(says) for line in expected.departures(judged))


@pytest.fixture
def course(tmp_path):
    """A course with the folders of the real one, and no answers."""
    for lesson in LESSONS:
        for place in ("solutions", "lessons"):
            (tmp_path / place / lesson.folder).mkdir(parents=True)
            shutil.copy(COURSE / place / lesson.folder / f"{lesson.folder}.ipynb", tmp_path / place / lesson.folder)
    return tmp_path


def answer(course: Path, place: str, source: str = "x = 1\n") -> None:
    path = course / corpus.FOLDER / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)


def test_what_lies_where_it_should_is_no_stray(course):
    answer(course, "01_row_by_row/vjp_once/right/plain.py")
    answer(course, "hostile/any.py")
    assert list(audit._strays(course)) == []


@pytest.mark.parametrize(
    "place",
    ["01_row_by_row/stray.py", "01_row_by_row/nix/right/a.py", "01_row_by_row/vjp_once/left/a.py", "hostile/a/b.py"],
)
def test_a_stray_answer_is_named(course, place):
    answer(course, place)
    assert any(place in line for line in audit._strays(course))


def test_a_stray_lesson_and_a_missing_one_are_named(course):
    (course / "lessons/99_stray").mkdir()
    shutil.rmtree(course / "solutions/01_row_by_row")
    found = list(audit._strays(course))
    assert any(line.startswith("lessons/99_stray: a stray") for line in found)
    assert any(line.startswith("solutions/01_row_by_row: missing") for line in found)


def test_an_exercise_without_enough_answers_or_without_a_todo_is_named(course):
    lesson = LESSONS[0]
    assert not list(lacking(course, lesson, lesson.questions[0])), "a class's folder: the clone holds the answers"
    (course / corpus.FOLDER).mkdir(parents=True)
    notebook = course / f"lessons/{lesson.folder}/{lesson.folder}.ipynb"
    notebook.write_text(notebook.read_text().replace("TODO", "DONE"))
    found = list(lacking(course, lesson, lesson.questions[0]))
    assert any("right: expected 6 answers at least, found 0" in line for line in found)
    assert any("wrong: expected 8 answers at least, found 0" in line for line in found)
    assert any("expected a TODO" in line for line in found)


@pytest.mark.parametrize("last", ["It is a row. Which one?", "It is a row.", ""])
def test_a_hint_that_does_not_ask_first_is_named(course, last):
    lesson = LESSONS[0]
    first, second, _ = lesson.questions[0].hints
    assert not any("hints" in line for line in lacking(course, lesson, lesson.questions[0]))
    spoilt = replace(lesson.questions[0], hints=(first, second, last or second))
    assert any("expected three hints" in line for line in lacking(course, lesson, spoilt))


VJP = """
import torch
def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
"""
HOLDS_NO_KEY = VJP.replace(
    "    leaf = x",
    "    import sys, gc, os\n"
    "    assert not [m for m in sys.modules if m.startswith(('autograder.answer_key', 'autograder.judge'))]\n"
    "    assert not [o for o in gc.get_objects() if str(type(o).__module__).startswith('autograder.answer_key')]\n"
    "    assert len(os.listdir('/proc/self/fd')) <= 5\n"  # the streams, its own line, and the folder that it lists
    "    leaf = x",
)
EXERCISE = "01_row_by_row/vjp_once"
# Which header, which answer → what is found.
HELD = {
    f"{EXERCISE}/right/a_plain.py": ("# style: plain\n" + VJP, ""),
    f"{EXERCISE}/right/b_doubled.py": ("# style: x\n" + VJP.replace("[0]", "[0] * 2"), "expected all 4 points, got 0"),
    f"{EXERCISE}/wrong/c_right.py": (
        "# fails: value\n# fault: raised\n# says: x\n" + VJP,
        "expected to lose value, lost nothing: all passed",
    ),
    f"{EXERCISE}/wrong/d_endless.py": (
        "# fails: value\n# fault: timed-out\n# says: time\ndef vjp_once(f, x, v):\n    while True: pass\n",
        "",
    ),
    f"{EXERCISE}/wrong/e_of_another.py": (
        "# fails: value\n# fault: raised\n# says: x\ndef hvp(f, x, v): return x\n",
        "expected answers to ('vjp_once',), found none",
    ),
    "hostile/f_looks_for_the_key.py": ("# attack: looks\n# earns: everything\n" + HOLDS_NO_KEY, ""),
    "hostile/g_broken.py": ("# attack: no Python\n# earns: nothing\n# question: vjp_once\ndef vjp_once(\n", ""),
    "hostile/i_told_of.py": ("# attack: x\n# earns: everything\n# doubt: imports ctypes\nimport ctypes\n" + VJP, ""),
    "hostile/j_not_told_of.py": (
        "# attack: x\n# earns: everything\n# doubt: imports ctypes\n" + VJP,
        "expected a doubt that says «imports ctypes», got «»",
    ),
    f"{EXERCISE}/wrong/h_without_header.py": (VJP, "expected a header of fails, fault, says, found nothing"),
}


def test_answers_are_held_against_their_headers_in_order_and_none_meets_the_key(tmp_path):
    for place, (source, _) in HELD.items():
        answer(tmp_path, place, source)
    files, odd = corpus.cases(tmp_path)
    found = odd + audit.judged(files, jobs=2)
    wanted = {f"{corpus.FOLDER}/{place}": says for place, (_, says) in HELD.items() if says}
    assert {line.partition(": ")[0] for line in found} == wanted.keys(), found
    for place, says in wanted.items():
        assert any(line.startswith(f"{place}: {says}") for line in found), found
    places = [line.partition(":")[0] for line in found[len(odd) :]]
    assert places == sorted(places)


def test_the_clock_runs_where_it_can_move_a_mark_and_on_one_right_answer_of_an_exercise(tmp_path):
    for name in "abc":
        answer(tmp_path, f"{EXERCISE}/right/{name}.py", HELD[f"{EXERCISE}/right/a_plain.py"][0])
    slow = "# fails: trend\n# fault: slower-than-counted\n# says: x\n" + VJP
    for name in "def":
        answer(tmp_path, f"{EXERCISE}/wrong/{name}.py", slow)
    answer(tmp_path, f"{EXERCISE}/wrong/g.py", "# fails: method\n# fault: forbidden-tool\n# says: x\n" + VJP)
    answer(tmp_path, f"{EXERCISE}/wrong/h.py", HELD[f"{EXERCISE}/wrong/d_endless.py"][0])
    answer(tmp_path, "hostile/i.py", "# attack: x\n# earns: not trend\n" + VJP)
    answer(tmp_path, "hostile/j.py", "# attack: x\n# earns: everything\n" + VJP)
    answer(tmp_path, "hostile/k.py", "# attack: x\n# earns: everything\n# timed: yes\n" + VJP)
    files = corpus.cases(tmp_path)[0]
    assert "".join(sorted(path.stem for path in audit._timed(files, times_all=False))) == "adefik"
    assert audit._timed(files, times_all=True) == {each.path for each in files}
    (endless,) = [each for each in files if each.path.stem == "h"]
    opened = [audit._opened(endless, is_timed) for is_timed in (False, True)]
    assert [(file.rounds > 0, file.seconds) for file in opened] == [(False, 1), (True, 1)]


def test_of_three_seeds_wrong_answers_are_asked_by_two(monkeypatch):
    right, wrong = (
        CorpusAnswer("right", Path("r.py"), ("vjp_once",), Right()),
        CorpusAnswer("wrong", Path("w.py"), ("vjp_once",), COST),
    )
    asked = []
    for name in ("_strays", "_lessons_of", "_handed_out"):
        monkeypatch.setattr(audit, name, lambda *_: ())
    monkeypatch.setattr(audit.release, "drift", lambda _: ())
    monkeypatch.setattr(audit.corpus, "cases", lambda _: ((right, wrong), []))
    monkeypatch.setattr(audit, "judged", lambda files, seed, *_: asked.append((seed, files)) or [])
    audit.audit(Path(), thoroughness=audit.Thoroughness((1, 2, 3)))
    assert asked == [(1, [right, wrong]), (2, [right, wrong]), (3, [right])]
