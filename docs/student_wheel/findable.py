"""Say what of each exercise can still be found in a student's wheel: `python docs/student_wheel/findable.py WHEEL`.

Every function at the top of a file of the course's part is tried as an answer to every exercise, copied out with its
file as a student would: a line for each that earns full marks (untimed), and one for those that are right but too dear
or by a way that is ruled out. What stands in words, in hints and next steps, no program finds.
"""

import contextlib
import inspect
import io
import os
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

PARTS = ("questions", "answer_key", "figures")
DEEP = {"figures": "[!_]*.py"}
SEED = 1


def copied(package: Path) -> Iterator[tuple[str, types.FunctionType]]:
    """Yield place and function of all that stands at the top of the course's files, each file loaded as a copy."""
    # A topic's files alone: those above are the language that questions and keys are written in.
    for path in sorted(path for part in PARTS for path in (package / part).glob(DEEP.get(part, "*/[!_]*.py"))):
        where = path.relative_to(package).as_posix()
        module = types.ModuleType(f"copied_{where.replace('/', '_')[:-3]}")
        sys.modules[module.__name__] = module
        exec(compile(path.read_text(encoding="utf-8"), f"copied/{where}", "exec"), module.__dict__)
        for name, value in vars(module).items():
            if isinstance(value, types.FunctionType) and value.__module__ == module.__name__:
                yield f"{where}: {name}", value


def main(package: Path) -> None:
    """Print, an exercise a line or more, what was found."""
    from autograder.answer_key import key_for
    from autograder.judge import judge
    from autograder.observe import observe
    from autograder.observe.capture import captured, fresh_state
    from autograder.questions import LESSONS

    functions = list(copied(package))
    for question in (question for lesson in LESSONS for question in lesson.questions):
        key, right = key_for(question, SEED), dict[str, int]()
        first = key.expected[0]
        for where, function in functions:
            call = question.calls(SEED)[0]
            try:
                if question.ask.__name__ == "ask_directly":
                    inspect.signature(function).bind(*call.args, **call.kwargs)
                with fresh_state(), contextlib.redirect_stdout(io.StringIO()):
                    if key.compare(captured(question.ask(function, call)), first) is None:
                        verdict = judge(observe(question, function, SEED, timed=False), key)
                        right[where] = int(verdict.points)
            except Exception:  # no answer to this exercise
                continue
        full = [where for where, points in right.items() if points == question.max_points]
        part = [f"{where} ({points})" for where, points in right.items() if 0 < points < question.max_points]
        print(f"{question.name} ({question.max_points}): full marks by {', '.join(full) or 'nothing'}", flush=True)
        if part:
            print(f"    in part by {', '.join(part)}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--in":
        main(Path(sys.argv[2]) / "autograder")
    else:
        with TemporaryDirectory() as folder:
            ZipFile(sys.argv[1]).extractall(folder)
            env = {**os.environ, "PYTHONPATH": folder, "OMP_NUM_THREADS": "1"}
            sys.exit(subprocess.run([sys.executable, __file__, "--in", folder], env=env, check=False).returncode)
