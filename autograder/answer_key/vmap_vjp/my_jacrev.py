"""Key to `my_jacrev`: its mistakes, by block and by argument.

Offers, beside `ENTRY`, `laid_out`, which forward mode's key needs too.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, parts
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.row_by_row.record import CREATE_GRAPH
from autograder.answer_key.vmap_vjp.cotangents import MESSAGES
from autograder.answer_key.vmap_vjp.other_points import (
    AT_ANOTHER_POINT,
    OTHERS_REPLACED,
    arguments,
    asked,
    called_again,
)
from autograder.answer_key.vmap_vjp.passes import PASSES


def _gives_no_function(case: Case) -> bool:
    # Raised by the call of what came back: no line of the answer's own was running.
    first = case.first_raised
    return first is not None and not first.line and case.raised("'NoneType' object is not callable")


NOT_RETURNED = Mistake(
    "function-not-returned",
    "value",
    _gives_no_function,
    "{question}(f) gave None back, where a function is asked.",
    "The function inside is made each time, and dropped unless it is returned.",
    "End with `return jacobian`, in line with its `def`.",
)


def _wrong_whencalled_again(case: Case) -> bool:
    wrong = [e for _, e in case.wrong()]
    return bool(wrong) and all(map(called_again, wrong))


NOT_APART = Mistake(
    "functions-not-apart",
    "value",
    _wrong_whencalled_again,
    "Each Jacobian is right by itself. Where the function that you gave back is called again, or where another one"
    " was made before it is called, a result is wrong.",
    "Something outlives a call: unit vectors of the first shape, a result kept under its shape, a buffer that is"
    " handed out again, or an f or argnums in a global, which the next `{question}` writes over.",
    "Let the inner function use its own arguments, and the f and argnums that surround it; make all else inside it.",
)


def apart_from(mistake: Mistake) -> Mistake:
    """Let a mistake that an error tells of be silent where the error comes of what outlives a call."""
    return replace(mistake, shows=lambda case: mistake.shows(case) and not _wrong_whencalled_again(case))


def _wrong_where_f_gives_one_number(case: Case) -> bool:
    wrong = [e for _, e in case.wrong()]
    once = bool(wrong) and not any(map(called_again, wrong))
    return once and all(e.args[0](*arguments(e)).dim() == 0 for e in wrong)


ONE_NUMBER = Mistake(
    "scalar-output-unforeseen",
    "value",
    _wrong_where_f_gives_one_number,
    "Where f gives one number, of shape (), your Jacobian is wrong.",
    "J's shape is out.shape + arg.shape, here arg.shape alone. `len(y)`, `y.shape[0]` and `unflatten` ask for an axis"
    " that a number has not got.",
    "Count the unit vectors by `y.numel()`, and shape them and the result by `y.shape`, whatever it is.",
)


def _block(e: Expected, place: int) -> Tensor:
    block: Tensor = torch.func.jacrev(e.args[0], place)(*arguments(e))
    return block


def _ignores_argnums(case: Case) -> bool:
    wrong = [(seen.result, e) for seen, e in case.wrong() if asked(e) != (0,) and not called_again(e)]
    told = [isinstance(got, Tensor) and asked(e) != 0 and equal_to(got, _block(e, 0), True) for got, e in wrong]
    return bool(told) and all(told)


IGNORED = Mistake(
    "argnums-ignored",
    "value",
    _ignores_argnums,
    "Whatever argnums says, you gave the derivative in argument 0.",
    "argnums names the arguments that vary, by position; the others are held fixed.",
    "Make a function of the chosen arguments alone, and give `vjp` those.",
)


def _all_blocks(case: Case, mistaken: Callable[[Any, Expected], bool]) -> bool:
    """Tell whether every wrong result that did not raise is as the mistake would have it, and one at least."""
    told = [mistaken(seen.result, e) for seen, e in case.wrong() if not seen.raised and not called_again(e)]
    return bool(told) and all(told)


def _sorted_blocks(got: Any, e: Expected) -> bool:
    return isinstance(got, tuple) and isinstance(e.result, tuple) and parts(got[::-1], e) is None


ANOTHER_ORDER = Mistake(
    "argnums-in-another-order",
    "value",
    lambda case: _all_blocks(case, _sorted_blocks),
    "The Jacobians are right, in another order than argnums asks for.",
    "`argnums=(1, 0)` wants the derivative in argument 1 first.",
    "Go through argnums as it stands; do not sort it.",
)


def _unwrapped_one(got: Any, e: Expected) -> bool:
    want = e.result
    return isinstance(want, tuple) and len(want) == 1 and isinstance(got, Tensor) and equal_to(got, want[0], True)


UNWRAPPED = Mistake(
    "tuple-of-one-unwrapped",
    "value",
    lambda case: _all_blocks(case, _unwrapped_one),
    "`argnums=(0,)` gave a tensor, and asks for a tuple of one.",
    "Whoever passes a tuple will unpack one, of whatever length.",
    "Decide by the type of argnums, an int or a tuple, not by how many arguments there are.",
)


def _raises_for_tuples_alone(case: Case) -> bool:
    wrong = list(case.wrong())
    return bool(wrong) and all(seen.raised and isinstance(asked(e), tuple) for seen, e in wrong)


TUPLE_UNFORESEEN = Mistake(
    "argnums-tuple-unforeseen",
    "value",
    _raises_for_tuples_alone,
    "All is right where argnums is an int, and fails where it is a tuple.",
    "`argnums=(0, 1)` asks for two Jacobians, as a tuple of two. A tuple is no place in `args`, and can't be counted"
    " on from.",
    "Make a function of the chosen arguments, be it one or many, and give `vjp` all of them: the pullback gives back"
    " a tuple with an entry for each.",
)


def laid_out(shape: Callable[[tuple[int, ...], tuple[int, ...]], tuple[int, ...]], turned: bool = False) -> Any:
    """Recognise blocks that hold the right numbers in another layout: `shape`(out, arg)."""

    def mistaken(got: Any, e: Expected) -> bool:
        blocks, wants = (part if isinstance(part, tuple) else (part,) for part in (got, e.result))
        chosen = asked(e) if isinstance(asked(e), tuple) else (asked(e),)
        args, moved = arguments(e), False
        if isinstance(got, tuple) != isinstance(e.result, tuple) or len(blocks) != len(wants):
            return False
        if not all(isinstance(block, Tensor) for block in blocks):
            return False
        for block, want, place in zip(blocks, wants, chosen, strict=True):
            arg = tuple(args[place].shape)
            out = tuple(want.shape[: want.dim() - len(arg)])
            flat = want.reshape(torch.Size(out).numel(), -1)
            numbers = (flat.T if turned else flat).reshape(shape(out, arg))
            if not equal_to(block, numbers, loosely=True):
                return False
            moved |= numbers.shape != want.shape or not equal_to(numbers, want)
        return moved  # where the layout makes no difference, the fault is another

    return lambda case: _all_blocks(case, mistaken)


def _numel(shape: tuple[int, ...]) -> int:
    return torch.Size(shape).numel()


LEFT_FLAT = Mistake(
    "left-flat",
    "value",
    laid_out(lambda out, arg: (_numel(out), _numel(arg))),
    "All numbers are right, in a matrix of out.numel() rows and arg.numel() columns.",
    "For matrices in and out the result has their axes: out.shape + arg.shape.",
    "End with `.reshape(*y.shape, *arg.shape)`.",
)
OUTPUTS_FLAT = Mistake(
    "outputs-left-flat",
    "value",
    laid_out(lambda out, arg: (_numel(out), *arg)),
    "All numbers are right, but f's output axes are still one.",
    "vmap adds a single axis, that of the unit vectors. Where y is a matrix, it stands for two.",
    "End with `.reshape(*y.shape, *arg.shape)`.",
)
INPUTS_FIRST = Mistake(
    "transposed",
    "value",
    laid_out(lambda out, arg: (*arg, *out), turned=True),
    "Input axes come first, output axes after.",
    "A Jacobian's shape is out.shape + arg.shape.",
    "Leave `out_dims` at 0: the mapped axis counts outputs, and comes first.",
)
WRONG_ORDER = Mistake(
    "wrong-flattening-order",
    "value",
    laid_out(lambda out, arg: (*out, *arg), turned=True),
    "The shape is right and so are the numbers, in the wrong order.",
    "`reshape` keeps the order in memory: a transpose is something else.",
    "Map over unit vectors along the first axis, and let reshape split that axis only.",
)


def _pass_an_argument(case: Case) -> bool:
    """Single arguments are within the budget; a tuple takes a pass for each of its arguments."""
    told = [cost.backward_passes == (len(asked(e)) if isinstance(asked(e), tuple) else 1) for cost, e in case.costs()]
    return "backwards" in case.over and "forbidden" not in case.over and all(told)


PASS_AN_ARGUMENT = Mistake(
    "pass-for-each-argument",
    "cost",
    _pass_an_argument,
    "Each argument had a pass of its own.",
    "One walk back through f reaches all of its arguments: the pullback's tuple has an entry for each.",
    "Give `vjp` all chosen arguments together, and take each entry of what comes back.",
)

ENTRY = Entry(
    torch.func.jacrev,
    (
        NOT_RETURNED,
        NOT_APART,
        ONE_NUMBER,
        *map(apart_from, MESSAGES),
        IGNORED,
        ANOTHER_ORDER,
        UNWRAPPED,
        TUPLE_UNFORESEEN,
        LEFT_FLAT,
        OUTPUTS_FLAT,
        INPUTS_FIRST,
        WRONG_ORDER,
        OTHERS_REPLACED,
        AT_ANOTHER_POINT,
        PASS_AN_ARGUMENT,
        *PASSES,
        CREATE_GRAPH,
    ),
    parts,
    signature="my_jacrev(f, argnums=0)",
)
