"""The answer key, held on the grader's side alone: expected results, costs to compare with, known mistakes.

Offers: `key_for`, and the types of `key.py`.
"""

from torch import Tensor

from autograder.answer_key import lesson_01, lesson_02, lesson_03, lesson_04, lesson_05, lesson_06
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.answer_key.key import Case, Entry, Expected, Key, Mistake
from autograder.errors import AutograderError
from autograder.observe import Cost, run_call, settled_heap
from autograder.questions import Answer, Call, Question

ENTRIES: dict[str, Entry] = {
    **lesson_01.ENTRIES,
    **lesson_02.ENTRIES,
    **lesson_03.ENTRIES,
    **lesson_04.ENTRIES,
    **lesson_05.ENTRIES,
    **lesson_06.ENTRIES,
}


class NoKey(AutograderError):
    """A question has no entry in the key."""


def key_for(question: Question, seed: int) -> Key:
    """Work the key out for one seed: the reference runs on the very inputs that the answer was given."""
    entry = ENTRIES.get(question.name)
    if entry is None:
        raise NoKey(f"answer_key: no entry for {question.name}; known are {', '.join(ENTRIES)}")
    expected = []
    with settled_heap():
        for call in question.calls(seed):
            if call.before is not None:
                call.before()
            expected.append(_expected(question, entry, call))
    return Key(question, seed, tuple(expected), entry.compare, entry.mistakes + EVERYWHERE)


def _expected(question: Question, entry: Entry, call: Call) -> Expected:
    args = tuple(arg.clone() if isinstance(arg, Tensor) else arg for arg in call.args)
    result, cost = _run(question, entry.reference, call)
    if not call.counted:
        return Expected(call, args, result, None, None)
    costs = [cost] + [_run(question, lean, call)[1] for lean in entry.leanest]
    naive = _run(question, question.naive, call)[1] if question.naive else None
    return Expected(call, args, result, min(costs, key=lambda cost: cost.peak), naive)


def _run(question: Question, answer: Answer, call: Call) -> tuple[object, Cost]:
    result, error, cost = run_call(question, answer, call)
    if error is not None:
        raise NoKey(f"answer_key: a reference of {question.name} raised {error.type}: {error.message}")
    return result, cost


__all__ = ["ENTRIES", "Case", "Entry", "Expected", "Key", "Mistake", "NoKey", "key_for"]
