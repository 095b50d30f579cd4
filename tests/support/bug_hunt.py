"""A lesson's bug hunt: the function with bugs that it hands out, and what that earns once some of them are mended.

mended    a lesson's `mended`, with some changes made to its source
points    what an answer earns by its counts; no clock is asked
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from autograder.answer_key import key_for
from autograder.judge import judge
from autograder.observe import observe
from autograder.questions import question as find_question
from support.lesson_source import Lesson

# What stands in the source → what takes its place.
Change = tuple[str, str]
Answer = Callable[..., Any]
SEED = 1


def mended(
    lesson: Lesson, names: Mapping[str, Any], changes: Iterable[Change], begins: tuple[str, ...] = ("def mended(",)
) -> Answer:
    """Return the bug hunt's function after some changes, each of which must find what it changes.

    names     what the lesson has defined before
    begins    how the bug hunt's cells begin
    """
    cells = [cell.source for cell in lesson.code if cell.source.startswith(begins)]
    assert len(cells) == len(begins)
    source = "\n".join(cells)
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    defined = dict(names)
    exec(compile(source, "<mended>", "exec"), defined)
    answer: Answer = defined["mended"]
    return answer


def points(answer: Answer, question: str) -> int:
    """Return the points of an answer to a question; a trend is decided by the counts, as where a clock can't tell."""
    asked = find_question(question)
    assert asked is not None
    return judge(observe(asked, answer, SEED, timed=False), key_for(asked, SEED)).points
