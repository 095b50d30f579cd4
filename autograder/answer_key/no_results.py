"""What any answer may give back in place of a result: an argument, a function, a coroutine, a generator, an object.

Offers each mistake by its name. What they say of the next step is about form: it gives no solution away.
"""

from collections.abc import Callable

from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.observe import Other
from autograder.observe.evidence import Result


def _hands_back_an_argument(case: Case) -> bool:
    """Every result is the same one of the call's arguments, and is wrong for more calls than not."""
    if any(seen.raised for seen, _ in case.pairs):
        return False
    wrong = list(case.wrong())
    places = range(min((len(expected.args) for _, expected in case.pairs), default=0))
    return 2 * len(wrong) > len(case.pairs) and any(
        all(_is_argument(seen.result, expected, place) for seen, expected in case.pairs) for place in places
    )


def _is_argument(result: Result, expected: Expected, place: int) -> bool:
    given = expected.args[place]
    alike = isinstance(result, Tensor) and isinstance(given, Tensor) and result.shape == given.shape
    return alike and result.dtype == given.dtype and equal_to(result, given)


ARGUMENT_RETURNED = Mistake(
    "argument-returned",
    "value",
    _hands_back_an_argument,
    "{question} gives back one of its own arguments, as it came.",
    "Whatever was worked out on the way is not in what the `return` names.",
    "Look at your `return`: let it name what you worked out, and print both to see that they differ.",
    form=True,
)


def _gives(*types: str) -> Callable[[Case], bool]:
    """Make a detector: every wrong result is of one of these types."""

    return lambda case: case.each_wrong(lambda result: _is_of(result, types))


def _is_of(result: Result, types: tuple[str, ...]) -> bool:
    # An answer that gives a function back may have its results asked for together, as a tuple.
    if isinstance(result, tuple):
        return bool(result) and all(_is_of(each, types) for each in result)
    return isinstance(result, Other) and result.type in types


COROUTINE_RETURNED = Mistake(
    "coroutine-returned",
    "value",
    _gives("coroutine"),
    "{question} gives back a coroutine: none of its lines has run.",
    "What begins with `async def` waits for somebody who awaits it; `check` calls it like any function.",
    "Let it begin with `def` alone, and leave out its `await`.",
    form=True,
)
GENERATOR_RETURNED = Mistake(
    "generator-returned",
    "value",
    _gives("generator", "async_generator"),
    "{question} gives back a generator: its values are not worked out yet.",
    "A `yield` in a function, or `(... for ...)` in brackets, only makes a promise of values, one after another.",
    "Work them out, one or many, and hand them over by `return`; of many, a list collects them and torch joins it.",
    form=True,
)
FUNCTION_RETURNED = Mistake(
    "function-returned",
    "value",
    _gives("function", "method", "builtin_function_or_method", "partial"),
    "{question} gives back a function, and not what that function gives.",
    "What is made by `def`, by `lambda` or by another function does its work only when it is called.",
    "Call it with what it wants, and return what comes of that.",
    form=True,
)
OBJECT_MADE = Mistake(
    "object-made",
    "value",
    lambda case: _gives(case.question.name)(case),
    "{question} is a class: a call makes an object of it, and gives no result.",
    "`class` makes a kind of thing; what works something out and returns it is a function.",
    "Let it begin as the lesson has it: `def {signature}`.",
    form=True,
)
