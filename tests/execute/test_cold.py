"""What a submission's kernel is given, and what it isn't."""

import json
import os

from autograder.execute import Check, Ended


def said(run) -> str:
    return "".join(output["text"] for output in run.outputs if output["output_type"] == "stream")


def test_the_environment_is_small_and_says_that_this_is_grading(run, monkeypatch):
    monkeypatch.setenv("A_TOKEN_OF_THE_GRADER", "1")
    execution = run("import json, os; print(json.dumps(dict(os.environ)))")
    environment = json.loads(said(execution.runs[0]))
    assert environment["AUTOGRADER_OBSERVE_ONLY"] == "1"
    assert environment["AUTOGRADER_SEED"] == "7"
    assert environment["PYTHONSAFEPATH"] == "1"
    assert "A_TOKEN_OF_THE_GRADER" not in environment
    assert environment["HOME"] != os.environ.get("HOME")


def test_a_module_beside_the_notebook_shadows_nothing(run):
    write = "for name in ('json', 'torch', 'autograder'): open(f'{name}.py', 'w').write('raise SystemExit')"
    execution = run(write, "import os; print(os.listdir())", "import csv, json, autograder; print(autograder.__file__)")
    assert "torch.py" in said(execution.runs[1])
    assert execution.runs[2].ended is Ended.RAN
    assert os.getcwd() not in said(execution.runs[1])
    assert "__init__" in said(execution.runs[2])


def test_demonstrations_are_skipped(run):
    execution = run("x = 1", ("y = 2", ["demo"]), ("x = 3", ["demo"]), "print(x)")
    assert [run.ended for run in execution.runs] == [Ended.RAN, Ended.SKIPPED, Ended.RAN, Ended.RAN]
    assert said(execution.runs[3]) == "3\n", "as in the notebook, where the last cell that binds a name has its say"


def test_a_check_cell_runs_in_a_form_that_no_name_of_the_students_touches(run):
    check = Check("check-answer", "answer", "answer", 1)
    fake = "import sys, types; m = types.ModuleType('autograder'); m.check = lambda *a, **k: print(a, k)"
    execution = run(
        f"{fake}; sys.modules['autograder'] = m\ncheck = _a = autograder = None\nanswer = 5",
        "check(answer)",
        checks={1: check},
    )
    assert said(execution.runs[1]) == "(5,) {'question': 'answer'}\n"
