"""A question about a mistake of the learner's own, for the beginning of a lesson.

mistakes_made   the mistakes that their cards have named, exercise by exercise
remembered      a mistake's words, without what one answer's error was
recall          a choice → the question, or the reply to the choice
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from types import EllipsisType

from autograder.answer_key import ENTRIES, Mistake, signature_of
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.logbook import Progress
from autograder.questions import LESSONS
from autograder.questions.prediction import Reply

_LETTERS = ("a", "b", "c")
_OF_ONE_ANSWER = ("{error}", "{meaning}")
_NOTHING = Reply("No mistake of yours to look back at.", "Go on; should a card name one, a later lesson asks about it.")


@dataclass(frozen=True, slots=True)
class Made:
    """A mistake that cards have named `times` times on an exercise."""

    exercise: str
    mistake: Mistake
    times: int


def mistakes_made(store: Progress) -> Iterator[Made]:
    """Yield the mistakes that a learner made and the key still knows, in the order of the lessons."""
    for question in (question for lesson in LESSONS for question in lesson.questions):
        known = {mistake.slug: mistake for mistake in (*_own(question.name), *EVERYWHERE)}
        for slug, times in sorted(store.mistakes(question.name).items(), key=lambda item: -item[1]):
            if slug in known:
                yield Made(question.name, known[slug], times)


def remembered(made: Made) -> str:
    """Return what a card saw."""
    return _told(made.mistake.saw, made) or made.mistake.slug


def recall(choice: str | int | EllipsisType) -> Reply:
    """Ask about the mistake that was made most often of those whose remedy the learner has not named, or reply."""
    store = Progress.at_home()
    open_ = [made for made in mistakes_made(store) if _can_be_asked(made) and not _is_recalled(store, made)]
    if not open_:
        return _NOTHING
    made = max(open_, key=lambda made: made.times)
    options = dict(zip(_LETTERS, _shuffled(made), strict=True))
    if choice is ... or str(choice) not in options:
        letters = ", ".join(f'"{letter}"' for letter in options)
        said = f"A card said: {_told(made.mistake.saw, made)} What was to be done about it?"
        how = f"Put one of {letters} in place of the dots, then run this cell."
        choices = {letter: _told(option.next_step, made) for letter, option in options.items()}
        return Reply(f"A mistake of yours, from {made.exercise}.", f"{said} {how}", choices=choices)
    chosen = options[str(choice)]
    if chosen is not made.mistake:
        return Reply(f'Not "{choice}".', f"That mends another: {_told(chosen.saw, made)}", right=False)
    store.note_recalled(made.exercise, made.mistake.slug)
    return Reply(f'Yes: "{choice}".', _told(made.mistake.why or made.mistake.next_step, made), right=True)


def _own(exercise: str) -> tuple[Mistake, ...]:
    return ENTRIES[exercise].mistakes if exercise in ENTRIES else ()


def _is_recalled(store: Progress, made: Made) -> bool:
    return made.mistake.slug in store.recalled(made.exercise)


def _can_be_asked(made: Made) -> bool:
    return not _is_open(made.mistake) and len(_others(made)) >= len(_LETTERS) - 1


def _is_open(mistake: Mistake) -> bool:
    """Tell whether a mistake's words depend on what one answer did: later, they would say nothing."""
    told = mistake.saw, mistake.why, mistake.next_step
    return any(word in text for text in told for word in _OF_ONE_ANSWER) or not (mistake.saw and mistake.next_step)


def _others(made: Made) -> list[Mistake]:
    """Return mistakes of the same exercise that call for another step."""
    by_step = {mistake.next_step: mistake for mistake in _own(made.exercise) if not _is_open(mistake)}
    return [mistake for step, mistake in by_step.items() if step != made.mistake.next_step]


def _shuffled(made: Made) -> list[Mistake]:
    """Return the mistake among two others, in an order that never changes."""

    def place(mistake: Mistake) -> str:
        return hashlib.sha256(f"{made.exercise}/{made.mistake.slug}/{mistake.slug}".encode()).hexdigest()

    return sorted([made.mistake, *sorted(_others(made), key=place)[: len(_LETTERS) - 1]], key=place)


def _told(text: str, made: Made) -> str:
    name, entry = made.exercise, ENTRIES.get(made.exercise)
    words = {
        "{signature}": signature_of(name, entry) if entry else name,
        "{error}": "an error",  # which one, nobody wrote down
        "{changed}": "x",  # nor which argument
        "{tools}": "this one",  # nor its name
        "{x}": "x",
        "{question}": name,
    }
    for word, stands_for in words.items():
        text = text.replace(word, stands_for)
    return text
