"""What a learner's card holds besides the verdict, and what it leaves alone."""

import linecache
import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch

import autograder
from autograder.answer_key import ENTRIES
from autograder.answer_key.asks import asks
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.answer_key.key import Case
from autograder.classroom.course.handed_out import cells_of
from autograder.classroom.course.places import notebook_of, shipped
from autograder.judge import Diagnosis
from autograder.logbook import Progress
from autograder.notebook.helping import answer_in, staged
from autograder.notebook.progress_map import every_exercise
from autograder.notebook.untouched import is_untouched
from autograder.present.styles import COLOURS
from autograder.questions import LESSONS, question


def test_what_the_first_call_prints_stands_beneath_the_card():
    def vjp_once(f, x, v):
        print("x has shape", tuple(x.shape))
        for number in range(30):
            print(number, "<b>")
        leaf = x.detach().requires_grad_()
        return torch.autograd.grad(f(leaf), leaf, v)[0]

    card = autograder.check(vjp_once)
    assert card.points == 4
    others = len(question("vjp_once").calls(0)) - 1
    assert card.text.endswith(
        "\n".join(
            [f"What call 1 printed, and {others} more calls printed", "  x has shape (7,)"]
            + [f"  {number} <b>" for number in range(19)]
            + ["  …"]
        )
    )
    assert "<details" in card.html
    assert "18 &lt;b&gt;" in card.html
    assert "19 &lt;b&gt;" not in card.html


def test_an_error_shows_the_answers_own_lines_and_what_it_means():
    def helper(f, x):
        return f(x)[99]

    def vjp_once(f, x, v):
        return helper(f, x)

    card = autograder.check(vjp_once)
    way = card.text.partition("Your lines on the way to the error")[2]
    assert way.count("test_checking.py, line") == 2
    assert way.index("return helper(f, x)") < way.index("return f(x)[99]")
    assert "Why: An index is past the end" in card.text
    assert "site-packages" not in card.text + card.html
    assert "Traceback" not in card.text + card.html


def test_an_error_of_another_call_than_the_cards_says_so():
    calls = []

    def vjp_once(f, x, v):
        calls.append(x)
        return torch.zeros_like(x) if len(calls) < 3 else x[99]

    card = autograder.check(vjp_once)
    assert "IndexError" not in card.text.partition("Your lines on the way")[0]
    assert "Your lines on the way to the error, IndexError in call 3\n" in card.text


def test_code_of_ours_that_was_loaded_again_is_told_with_the_way_back(monkeypatch):
    def vjp_once(f, x, v):
        return x

    monkeypatch.setattr("autograder.observe.capture._SAMPLE", 10**6)
    told = "The course's own code was replaced in this session, by an upgrade or a reload, say. Next: restart it.\n"
    assert autograder.check(vjp_once).text.startswith(told)


def test_an_interrupt_without_a_notebook_is_one_line():
    def vjp_once(f, x, v):
        raise KeyboardInterrupt

    assert autograder.check(vjp_once).text.startswith("check: you stopped it in vjp_once, line ")
    assert Progress.at_home().points("vjp_once") is None


def cell(folder, lesson, name):
    """Return the source of an exercise's cell in one of the course's notebooks."""
    (found,) = (each.source for each in cells_of(shipped() / notebook_of(folder, lesson)) if each.grade_id == name)
    return found


EXERCISES = [(lesson.folder, question) for lesson in LESSONS for question in lesson.questions]


@pytest.mark.parametrize(("folder", "question"), EXERCISES, ids=[question.name for _, question in EXERCISES])
def test_every_template_is_known_as_it_was_handed_out(folder, question, tmp_path):
    text = cell("lessons", folder, question.name)
    module = {"torch": torch}
    path = tmp_path / "template.py"
    path.write_text(text + "\n# a comment of its own\n")
    exec(compile(path.read_text(), str(path), "exec"), module)
    assert is_untouched(question.name, module[question.name])
    path.write_text(text.replace("...", "1"))
    exec(compile(path.read_text(), str(path), "exec"), module)
    linecache.checkcache()
    assert not is_untouched(question.name, module[question.name])


def test_an_untouched_exercise_is_one_calm_line_and_not_begun():
    def branchless(x):
        """Return sin x where x.sum() > 0, else cos x. Shapes: (N,) → (N,)."""
        if x.sum() > 0:
            return torch.sin(x)
        return torch.cos(x)

    def hvp(f, x, v): ...

    assert "if x.sum() > 0:" in cell("lessons", "02_vmap_vjp", "branchless")
    card = autograder.check(hvp)
    assert card.points == 0
    assert card.text == (
        "`hvp` is not begun yet. Write your answer into the cell above, run that cell, then this one."
        " `hint(hvp)` starts you off."
    )
    assert "<table" not in card.html
    assert COLOURS["red"] not in card.html
    assert "0 of" not in card.html
    assert Progress.at_home().points("hvp") is None
    assert "hvp is not begun yet" in autograder.trend(hvp).text
    assert "to do    0 / 7  hvp:" in every_exercise()
    # Its body stands there, without the line that says what is to be done: somebody has begun.
    assert "failed" in autograder.check(branchless).text


def test_help_goes_from_question_to_place_to_line():
    def vjp_once(f, x, v):
        leaf = x.detach().requires_grad_()
        f(leaf).sum().backward()
        return leaf.grad

    first, second, third = (autograder.check(vjp_once).text for _ in range(3))
    question = "With which weights are the rows of J mixed, or its columns, and which weights are asked?"
    line = "Pass v as the cotangent, or differentiate (v · y)."
    assert question in first
    assert "Why: " not in first
    assert "Why: y.sum() is vᵀy with a v of ones" in second
    assert "Look at line 3 of the function, f(leaf).sum().backward()." in second.replace("`", "")
    assert [line in told for told in (first, second, third)] == [False, False, True]
    assert Progress.at_home().mistakes("vjp_once") == {"ones-for-unit-vectors": 3}


ANSWER = "def answer(f, x):\n    return f(x)\n"
MISTAKES = [(name, mistake) for name, entry in ENTRIES.items() for mistake in (*entry.mistakes, *EVERYWHERE)]


def test_no_first_card_gives_a_line_of_a_solution_away():
    """Nor a call or an assignment of the next step's, which is held back until the third."""
    lines = {name: solution_lines(name) for name in ENTRIES}
    assert min(map(len, lines.values())) >= 1
    for name, mistake in MISTAKES:
        seen = replace(SEEN, question=question(name))
        told = Diagnosis(mistake.slug, mistake.saw, mistake.why, mistake.next_step, asks(mistake, seen), mistake.form)
        first = staged(told, 1, ANSWER)
        says = f"{first.saw} {first.why} {first.next_step}"
        assert "?" in told.asks
        assert not [line for line in lines[name] if line in says.replace(" ", "")], f"{name}, {mistake.slug}: {says}"
        if not mistake.form:
            assert first.why == ""
            assert mistake.next_step not in says
            calls = [code for code in re.findall(r"`([^`]+)`", mistake.next_step) if re.search(r"\w\(.*\w.*\)|=", code)]
            assert not [code for code in calls if code in says], f"{name}, {mistake.slug}: {says}"


def test_what_python_warns_of_in_an_answer_is_no_warning_of_a_check():
    assert answer_in('def a():\n    return "\\d", b()\n\n\ndef b():\n    pass', "a").count("def ") == 2
    assert answer_in("def a(:", "a") == ""


def solution_lines(name):
    """Return the lines of an exercise's solution that its template has not, without blanks."""
    lesson = next(lesson for lesson in LESSONS if any(question.name == name for question in lesson.questions))
    solved, handed_out = (cell(folder, lesson.folder, name) for folder in FOLDERS)
    given = {line.replace(" ", "") for line in handed_out.splitlines()}
    lines = (line.replace(" ", "") for line in solved.splitlines())
    return [line for line in lines if line not in given and len(line) > 6 and not line.startswith("#")]


FOLDERS = ("solutions", "lessons")
SEEN = Case(LESSONS[0].questions[0], None, (), None, None)


def test_only_how_far_a_slow_check_is_hangs_on_an_update():
    """Outputs that are updated by a display_id lose it when a notebook is saved; nothing that stays may need one."""
    package = Path(autograder.__file__).parent
    shown = (path for room in ("notebook", "figures", "present") for path in (package / room).rglob("*.py"))
    assert [path.name for path in shown if re.search(r"display_id|update_display", path.read_text())] == ["telling.py"]
