"""Whatever bytes a student hands in or sends, what reads them ends well: a result, or a refusal that it knows.

A thousand inputs as a rule; FUZZ_INPUTS says how many. Each is something honest with a few places changed, or bytes.
"""

import copy
import json
import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jupyter_client.session import Session
from nbclient.exceptions import CellExecutionComplete
from nbformat import v4

from autograder.answer_key import key_for
from autograder.class_settings import class_settings
from autograder.classroom.grading.notebook_as_run import notebook_as_run, stopped, text_of
from autograder.classroom.grading.work import Entry, Graded
from autograder.classroom.handin.read import load
from autograder.classroom.record.journal import decoded
from autograder.classroom.record.results import as_graded, line_of, object_of
from autograder.errors import CourseError
from autograder.execute import CellRun, Ended, Execution, KeepsGoing, Limits, Submission
from autograder.execute.demonstrations import left_out
from autograder.execute.messages import parsed
from autograder.execute.one_kernel import Recipe
from autograder.judge import judge
from autograder.logbook import Progress
from autograder.observe import MalformedEvidence, Outside, from_json, observe, to_json
from autograder.questions import question

LONG = "FUZZ_INPUTS" in os.environ
INPUTS = int(os.environ.get("FUZZ_INPUTS", 1000)) // 3
fuzzed = settings(
    max_examples=INPUTS,
    deadline=None,
    database=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)

_AWKWARD = [
    None, True, False, 0, -1, 2**31, 2**63, -(2**70), 10**400, 0.5, 1e308, float("inf"), float("nan"), "", "x", "é",
    "\0", "\ud800", "nbformat", "1e400", "9" * 5000, "x" * 3000, [], {}, [[]], [None], {"": None}, [[[[[[]]]]]],
]  # fmt: skip
_VALUES = st.one_of(
    st.sampled_from(_AWKWARD),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    ),
)
# Where to change something, and what to put there; None takes the place out, or puts what stands there in twice.
EDITS = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 3), _VALUES), min_size=1, max_size=4)


def edited(value: Any, edits: list[tuple[int, int, Any]]) -> Any:
    """Return JSON data with a few of its places changed."""
    changed = copy.deepcopy(value)
    for where, how, new in edits:
        places = list(_places(changed))
        if not places:
            return new
        holder, at = places[where % len(places)]
        if how == 0:
            del holder[at]
        elif how == 1 and isinstance(holder, list):
            holder.insert(at, copy.deepcopy(holder[at]))
        elif how == 1:
            holder[f"{at}{at}"] = copy.deepcopy(holder[at])
        else:
            holder[at] = copy.deepcopy(new)
    return changed


def _places(value: Any) -> Any:
    """Yield every place in JSON data, by what holds it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for at, item in list(inner):
        yield value, at
        yield from _places(item)


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


# --- A file that was handed in ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], None]:
    """Return a function that reads a file's bytes as a submission, and looks at what came of it."""
    from hostile_case import SMALL

    room = SMALL.Class(tmp_path_factory.mktemp("fuzz"))
    lesson = room.lesson
    path: Path = room.hand_in("ann", b"")

    def reading(content: bytes) -> None:
        path.write_bytes(content)
        submission = load(path, lesson, "ann", 7)
        assert {check.grade_id for check in submission.checks.values()} == lesson.checks.keys()
        assert len({cell.id for cell in submission.notebook.cells}) == len(submission.notebook.cells)
        assert left_out(submission.notebook.cells) <= set(range(len(submission.notebook.cells)))
        text_of(notebook_as_run(submission, None)).encode()

    return reading


@pytest.fixture(scope="module")
def honest() -> Any:
    """An honest notebook, as JSON data."""
    from hostile_case import SMALL

    return json.loads(json.dumps(SMALL.filled()))


@fuzzed
@given(
    EDITS, st.sampled_from([1, 2, 3, 4, 4, 4]), st.booleans(), st.tuples(st.integers(0, 2**20), st.binary(max_size=3))
)
def test_a_file_is_a_submission(reading, honest, edits, version, whole, cut):
    changed = edited({**honest, "nbformat": version}, edits)
    if version < 4 and isinstance(changed, dict):
        changed["worksheets"] = [{"cells": changed.pop("cells", None)}]
    content = as_bytes(changed)
    place = cut[0] % (len(content) + 1)
    reading(content if whole else content[:place] + cut[1] + content[place + len(cut[1]) :])


# --- Evidence --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def evidence() -> Any:
    """What a right answer leaves behind, as JSON data."""
    asked = question("jacobian_by_rows")

    def jacobian_by_rows(f, x):
        import torch

        x = x.detach().clone().requires_grad_()
        y = f(x)
        rows = [torch.autograd.grad(y, x, e, retain_graph=True)[0] for e in torch.eye(len(y), dtype=y.dtype)]
        return torch.stack(rows)

    return json.loads(json.dumps(to_json(observe(asked, jacobian_by_rows, 7, most_rounds=5))))


@pytest.fixture(scope="module")
def key() -> Any:
    return key_for(question("jacobian_by_rows"), 7)


@fuzzed
@given(edits=EDITS)
def test_evidence_is_judged_or_refused(evidence, key, edits):
    try:
        read = from_json(json.loads(as_bytes(edited(evidence, edits))))
    except (MalformedEvidence, ValueError):  # its JSON is read within a message, which then is none
        return
    verdict = judge(read, key, Outside(1.0, 1.0, 10**6))
    assert 0 <= verdict.points <= verdict.max_points
    assert not verdict.withheld
    graded = Graded("ann", "01", "", {"check-jacobian_by_rows": verdict}, (), {})
    json.dumps(object_of(as_graded(graded), Path("x")))
    line_of(as_graded(graded)).encode()


# --- Messages --------------------------------------------------------------------------------------------------------

CONTENTS = {
    "status": {"execution_state": "idle"},
    "stream": {"name": "stdout", "text": "x"},
    "display_data": {"data": {"text/plain": "x"}, "metadata": {}, "transient": {"display_id": "a"}},
    "update_display_data": {"data": {"text/plain": "x"}, "metadata": {}, "transient": {"display_id": "a"}},
    "execute_result": {"data": {"text/plain": "x"}, "metadata": {}, "execution_count": 1},
    "error": {"ename": "E", "evalue": "e", "traceback": ["t"]},
    "clear_output": {"wait": False},
    "comm_open": {"comm_id": "a", "target_name": "jupyter.widget", "data": {"state": {"_model_name": "OutputModel"}}},
    "comm_msg": {"comm_id": "a", "data": {"method": "update", "state": {"msg_id": "a"}}},
    "comm_close": {"comm_id": "a", "data": {}},
    "execute_reply": {"status": "ok", "payload": [], "execution_count": 1},
}
KIND = st.sampled_from(sorted(CONTENTS))
HEAD = {
    "version": "5.3",
    "msg_id": "a",
    "msg_type": "status",
    "session": "s",
    "username": "u",
    "date": "2026-01-01T00:00:00Z",
}


@fuzzed
@given(
    st.lists(st.tuples(KIND, EDITS, st.booleans(), st.integers(0, 6), st.binary(max_size=3)), min_size=1, max_size=3)
)
def test_a_message_is_taken_or_passed_over(sent):
    session = Session(key=b"")
    notebook = v4.new_notebook(cells=[v4.new_code_cell("x")])
    client = KeepsGoing(notebook, Limits(), Recipe(manager={}, start={}))
    client.clear_before_next_output = False  # as nbclient begins a cell
    cell = notebook.cells[0]
    cell.outputs = []
    for kind, edits, garbled, place, noise in sent:
        head = {**HEAD, "msg_type": kind}
        parts = edited([head, {"msg_id": "p"}, {}, CONTENTS[kind]], edits)
        frames = [b"<IDS|MSG>", b"", *map(as_bytes, parts)]
        if garbled:
            frames[place % len(frames)] = noise
        message = parsed(frames, session)
        if message is None:
            continue
        with suppress(CellExecutionComplete):
            client.process_message(message, cell, 0)
    run = CellRun(Ended.RAN, outputs=tuple(cell.outputs))
    submission = Submission("ann", "01", notebook, {}, 7)
    text_of(notebook_as_run(submission, Execution((run,)))).encode()
    assert stopped(submission, Execution((run,))) == ()


# --- What lies on a teacher's or a learner's disk --------------------------------------------------------------------

SETTINGS = """title = "Jacobians"
course_id = "j-1"
timezone = "Europe/Berlin"
lessons = ["01_row_by_row"]
[due]
01_row_by_row = 2026-12-01T23:59:00
[late]
rule = "daily"
share = 0.1
grace_minutes = 5
[points.01_row_by_row.vjp_once]
value = 2
[weights]
01_row_by_row = 2.5
[limits]
cell = 20
[grading]
packages = ["scipy"]
[report]
likeness = false
"""
_BITS = st.sampled_from([
    "", "0", "-", "-1", "1e999", "nan", "inf", "[", "]", "{", '"', "'", "\n", "=", ".", "#", "true", "\\u0000", "é",
    "\x00", "1979-05-27", "07:32:00", "0001-01-01", "9999-12-31T23:59:59-23:59", '["a", 1]', "{a = 1}", '"""',
    "[[late]]", "9" * 5000,
])  # fmt: skip


@fuzzed
@given(st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 30), _BITS | st.text(max_size=4)), max_size=4))
def test_settings_are_read_or_refused_in_one_line(tmp_path_factory, changes):
    course = tmp_path_factory.getbasetemp() / "settings"
    (course / "lessons" / "01_row_by_row").mkdir(parents=True, exist_ok=True)
    text = SETTINGS
    for place, length, instead in changes:
        place %= len(text) + 1
        text = text[:place] + instead + text[place + length :]
    (course / "class.toml").write_bytes(text.encode("utf-8", "surrogateescape" if "\ud800" not in text else "replace"))
    try:
        found = class_settings(course)
    except CourseError as error:
        says = str(error)
    else:
        says = found.title
        assert found.limits.cell > 0
        assert all(weight >= 0 for weight in found.weights.values())
    assert len(says.splitlines()) <= 1


@fuzzed
@given(EDITS, st.binary(max_size=3), st.integers(0, 400))
def test_a_learner_s_progress_is_read_whatever_its_file_holds(tmp_path_factory, edits, noise, place):
    kept = {"points": 3, "hints": 1, "mistakes": {"rows": 2}, "recalled": {"rows": 1}, "guess": True}
    content = as_bytes(edited({"vjp_once": kept, "hvp": {"guess": False}}, edits))
    path = tmp_path_factory.getbasetemp() / "progress.json"
    path.write_bytes(content[:place] + noise + content[place + len(noise) :] if noise else content)
    progress = Progress(path)
    assert isinstance(progress.guesses(), dict)
    assert isinstance(progress.recalled("vjp_once"), dict)
    assert isinstance(progress.hints("vjp_once"), int)
    assert progress.note_mistake("vjp_once", "rows") >= 1
    progress.note_points("vjp_once", 2)
    progress.note_hint("vjp_once")
    progress.note_recalled("vjp_once", "rows")
    progress.note_guess("hvp", True)
    assert progress.unkept == ""


@fuzzed
@given(st.lists(st.tuples(st.integers(0, 2**16), st.binary(max_size=3)), max_size=3))
def test_an_entry_of_the_journal_is_a_result_or_none(changes):
    whole = Graded(
        "ann", "01", "{}", {}, (Entry("transfer", True, None, True, False),), {"transfer": (3.0, None)}, ("a",)
    )
    packed = zlib.compress(as_bytes(asdict(whole)))
    for place, instead in changes:
        place %= len(packed) + 1
        packed = packed[:place] + instead + packed[place + len(instead) :]
    assert decoded(packed) in (whole, None)


@fuzzed
@given(EDITS)
def test_an_entry_of_the_journal_in_another_form_is_shown_or_none(graded, edits):
    changed = edited(asdict(graded), edits)
    if isinstance(changed, dict):
        changed["notebook"] = ""  # what stands in a text is not looked at
    found = decoded(zlib.compress(as_bytes(changed)))
    if found is not None:
        json.dumps(object_of(as_graded(found), Path("x")))
        line_of(as_graded(found)).encode()
        asdict(found)


@pytest.fixture(scope="module")
def graded(evidence, key) -> Graded:
    """A result with a verdict, cells that a reader marks, and notes."""
    verdict = judge(from_json(evidence), key, Outside(1.0, 1.0, 10**6))
    entries = (Entry("transfer", True, None, True, False),)
    return Graded("ann", "01", "", {"check-jacobian_by_rows": verdict}, entries, {"transfer": (3.0, None)}, ("a",))
