"""One saved file at a time → its verdict, by a process that stays warm.

Judging   begin(exercise) starts, take() returns the verdict
Told      a verdict, whether times are still being taken, and what the answer printed

A claim about time takes seconds to judge. So a file is first observed untimed, and that verdict shown at once; only if
all else holds is it observed again, and timed.
"""

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from autograder.classroom.grading.answer_file import NAME_ONE, Unreadable, open_file
from autograder.classroom.grading.answers import judged
from autograder.errors import MachineError
from autograder.execute.one_file import File
from autograder.execute.warm_observer import WarmObserver
from autograder.practice.exercises import Exercise

if TYPE_CHECKING:
    from autograder.answer_key import Key
    from autograder.judge import Verdict
    from autograder.present.beneath import Beneath

_UNTIMED = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a saved file.

    timing   True: all else holds, and the answer is still being timed
    beneath  what the answer printed
    source   the file's text
    """

    exercise: Exercise
    verdict: "Verdict"
    timing: bool
    beneath: "Beneath"
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    exercise: Exercise
    file: File
    seed: int
    keys: "dict[str, Key]"


class Judging:
    """Has files observed by the warm process, and judges them here. A new file ends the run of the one before."""

    def __init__(self) -> None:
        self._observer = WarmObserver.start()
        self._asked: _Asked | None = None

    def fileno(self) -> int:
        """Return the descriptor that is readable when `take` may return something."""
        return self._observer.fileno()

    @property
    def running(self) -> Exercise | None:
        """The exercise that is being observed; None if none is."""
        return self._asked.exercise if self._asked else None

    def begin(self, exercise: Exercise) -> str:
        """Have an exercise's file observed on fresh inputs; return a line if it holds no answer, else nothing."""
        self._asked = None
        opened = open_file(exercise.path, {exercise.name})
        if isinstance(opened, Unreadable):
            return _of_this_file(opened, exercise)
        if not opened.questions:
            found = f"{exercise.path.name}: expected a function {exercise.name}, found none of that name."
            return f"{found} {_anew(exercise)}"
        seed = secrets.randbits(31)
        opened = replace(opened, told=True)
        self._order(replace(opened, rounds=_UNTIMED), seed)
        # Not earlier: the observer is forked before the key is imported. It is worked out while the answer runs.
        from autograder.answer_key import key_for

        self._asked = _Asked(exercise, opened, seed, {exercise.name: key_for(exercise.question, seed)})
        return ""

    def take(self) -> Told | None:
        """Return what is known of the file that was begun last; None if that is nothing yet."""
        try:
            run = self._observer.take()
        except OSError as error:
            raise _gone() from error
        if run is None or self._asked is None:
            return None
        asked, self._asked = self._asked, None
        verdict = judged(asked.exercise.question, run.seen[0], asked.seed, asked.keys)
        holds = verdict.points == verdict.max_points
        timing = holds and asked.file.rounds != _UNTIMED and "trend" in asked.exercise.question.points
        if timing:
            self._order(asked.file, asked.seed)
            self._asked = replace(asked, file=replace(asked.file, rounds=_UNTIMED))
        from autograder.present.beneath import beneath_of

        return Told(asked.exercise, verdict, timing, beneath_of(run.seen[0].told), asked.file.source)

    def _order(self, file: File, seed: int) -> None:
        try:
            self._observer.begin(file, seed)
        except OSError as error:
            raise _gone() from error

    def close(self) -> None:
        """End the warm process, and what it runs."""
        self._observer.close()


def _of_this_file(opened: Unreadable, exercise: Exercise) -> str:
    """Return the error with the file's name alone, and with the step to take for an exercise's file."""
    said = opened.error.replace(str(opened.path), opened.path.name)
    return said.replace(NAME_ONE, _anew(exercise))


def _anew(exercise: Exercise) -> str:
    if exercise.path.exists() and not exercise.path.is_file():
        return f"Move it away; then `autograder reset {exercise.name}` hands the file out anew."
    kept = ", and keeps yours beside it" if exercise.path.exists() else ""
    return f"`autograder reset {exercise.name}` hands the file out anew{kept}."


def _gone() -> MachineError:
    return MachineError("watch", "its warm process", "that it has ended", "Start it again: `autograder watch`.")
