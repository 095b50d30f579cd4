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
from autograder.corpus import header
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


def placed(code: str, saw: str = "", why: str = "") -> str:
    """Return where a second card points."""
    return staged(Diagnosis("slug", saw, why, "Next.", "Which?", False), 2, code).next_step


def test_a_second_card_points_to_an_operator_and_to_a_flag_that_is_set() -> None:
    moved = "def answer(f, x):\n    x[0] += 1\n    x.requires_grad_()\n    return f(x)\n"
    assert placed(moved, why="`+=` writes into the tensor.").startswith("Look at line 2 of the function, `x[0] += 1`. ")
    assert placed(moved, saw="`requires_grad` is another.").startswith("Look at line 3 of the function")


def test_a_second_card_about_runs_of_f_points_to_where_f_runs() -> None:
    often = "def answer(f, x):\n    n = x.numel()\n    y = [f(x) for _ in range(n)]\n    return y[0]\n"
    assert placed(often, saw="f was evaluated more often than needed.").startswith("Look at line 3 of the function")


def test_what_python_warns_of_in_an_answer_is_no_warning_of_a_check():
    assert answer_in('def a():\n    return "\\d", b()\n\n\ndef b():\n    pass', "a").count("def ") == 2
    assert answer_in("def a(:", "a") == ""


def test_a_second_card_points_to_the_mistake_and_not_to_a_line_that_has_the_next_step() -> None:
    two = "def answer(f, x):\n    leaf = x.clone()\n    J = torch.zeros(3)\n    return J\n"
    told = Diagnosis("slug", "", "`torch.zeros` makes float32.", "Write into `x.clone()`.", "Which?", False)
    assert staged(told, 2, two).next_step.startswith("Look at line 3 of the function, `J = torch.zeros(3)`. Which?")


def test_a_second_card_points_to_the_line_that_holds_most_of_what_is_quoted() -> None:
    code = (
        "def answer(f, x):\n    seeds = one_hot(colors)\n    products = f(seeds)\n    return products[colors[x], x]\n"
    )
    assert placed(code, why="Take `products[colors[j], i]`.").startswith("Look at line 4 of the function")


def test_a_second_card_about_another_way_for_some_sizes_points_to_its_if() -> None:
    code = "def answer(f, x):\n    if len(x) > 9:\n        return f(x)\n    return x\n"
    assert placed(code, why="It stands behind an `if` on a length.").startswith("Look at line 2 of the function")


def test_a_second_card_points_to_the_call_that_its_prose_speaks_of_if_few_lines_have_it() -> None:
    code = "def answer(A, g):\n    B = A.T\n    u = torch.linalg.solve(B.T, g)\n    return -u\n"
    says = placed(code, saw="The system was solved, and no solve is with the transpose.")
    assert says.startswith("Look at line 3 of the function, `u = torch.linalg.solve(B.T, g)`. Which?")
    often = code.replace("return -u", "solve(u)\n    solve(u)\n    return u")
    assert placed(often, saw="A solve.").startswith("Begin with line 6 of the function")


KEPLER = """
import torch

class Other:
    def backward(ctx): ...

class Rule(torch.autograd.Function):
    generate_vmap_rule = True
    def backward(ctx, g):
        return g

def answer(M, e):
    def backward(): ...
    return Rule.apply(M, e)
"""


def test_a_second_card_points_into_a_class_that_the_answer_calls() -> None:
    own = answer_in(KEPLER, "answer")
    assert own.startswith("def answer(M, e):")
    assert "class Other" not in own
    assert placed(own, why="`backward` gives one number.").startswith(
        "Look at line 3 of `Rule`, `def backward(ctx, g):`. "
    )
    assert answer_in(KEPLER, "missing") == answer_in("def answer(", "answer") == ""


def test_a_second_card_points_into_a_lambda_and_what_it_calls() -> None:
    own = answer_in(
        "g = 1\ndef helper(v):\n    return 2 * v\n\nanswer = lambda f, x: (\n    f(helper(x))\n)\n", "answer"
    )
    assert own.startswith("answer = lambda f, x: (")
    assert "g = 1" not in own
    assert placed(own, why="`helper` doubles.").startswith("Look at line 2 of the function, `f(helper(x))`. ")
    assert placed(own).startswith("Begin with line 2 of the function, `f(helper(x))`, and go back from there. ")


def test_a_lambda_s_second_card_has_its_place() -> None:
    vjp_once = lambda f, x, v: torch.autograd.grad(f(x.requires_grad_()), x, v)[0]  # noqa: E731
    for _ in range(2):
        told = autograder.check(vjp_once, "vjp_once").text.replace("`", "")
    assert "Look at line 1 of the function, vjp_once = lambda f, x, v:" in told


LAST_LINE = {  # the mistake stands there itself, or no word of any answer names it
    *("residual_returned", "damped", "sign_lost", "whole_step", "minus_forgotten", "sensitivities_returned"),
    *("colors_from_one", "dense_unless_a_diagonal", "nodes_alone", "a_list", "one_step_less", "one_hessian_for_all"),
    *("neumann_series", "unrolled", "two_last_steps_attached", "sixteen_colors"),
    # Which of many lines is not exact, or holds a number of one's own, none tells.
    *("differences_of_slopes", "differences", "short_v_taken_for_zero"),
}


def test_a_second_card_points_to_a_line_of_each_wrong_answer_of_the_last_lessons() -> None:
    lost = set()
    for path in (Path(__file__).parents[1] / "corpus").glob("0[89]_*/*/wrong/*.py"):
        exercise, slug = path.parent.parent.name, header(path)["fault"]
        source, seen = answer_in(path.read_text(encoding="utf-8"), exercise), replace(SEEN, question=question(exercise))
        made = [mistake for name, mistake in MISTAKES if name == exercise and mistake.slug == slug and not mistake.form]
        texts = [(each.saw, each.why.replace("{tools}", "`linearize` or `functional`"), each) for each in made]
        told = [Diagnosis(slug, *texts, each.next_step, asks(each, seen), False) for *texts, each in texts]
        if told and not any(staged(each, 2, source).next_step.startswith("Look at") for each in told):
            lost.add(path.stem)
    assert lost == LAST_LINE


def test_a_second_card_without_a_place_says_where_to_go_back_from() -> None:
    assert placed(ANSWER).startswith("Begin with line 2 of the function, `return f(x)`, and go back from there. ")


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
