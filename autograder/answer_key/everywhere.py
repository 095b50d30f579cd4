"""Mistakes that any answer can make, whatever the question, in the order in which they speak.

They claim what none of the question's own mistakes claims, and the first of them that does so is told. `FIRST` come
before a question's own last resorts, `EVERYWHERE` after them.
"""

from dataclasses import replace

from autograder.answer_key.between_calls import (
    ARGUMENT_CHANGED,
    ARGUMENT_WATCHED,
    EARLIER_RESULT_CHANGED,
    KEPT_BETWEEN_CALLS,
    changed_at_once,
)
from autograder.answer_key.key import Mistake
from autograder.answer_key.no_results import (
    ARGUMENT_RETURNED,
    COROUTINE_RETURNED,
    FUNCTION_RETURNED,
    GENERATOR_RETURNED,
    OBJECT_MADE,
)
from autograder.answer_key.unfinished import (
    CRASHED,
    EXITED,
    FALLS_THROUGH,
    NOT_WRITTEN_YET,
    OUT_OF_MEMORY,
    RAISED,
    RETURNED_NOTHING,
    TIMED_OUT,
    WRONG_SIGNATURE,
)
from autograder.answer_key.wrong_by_a_factor import (
    CENTRED,
    HELD_SHORT,
    NOT_NOTHING,
    NOT_SYMMETRIC,
    ONE_FOR_ALL,
    SCALED,
    SCALED_BY_A_SIZE,
    SHIFTED,
    STRETCHED,
)
from autograder.answer_key.wrong_by_chance import NOISE_ADDED
from autograder.answer_key.wrong_in_part import CUT_OFF, DECIMALS, FEW_DIGITS, SOME_SIGNS_TURNED, WRONG_WHERE_ONE
from autograder.answer_key.wrong_numbers import (
    DIAGONAL_ALONE,
    DIGITS_LOST,
    IN_ANOTHER_ORDER,
    LEFT_AT_ZERO,
    NEARLY_RIGHT,
    NOTHING_ARRIVES,
    OF_OPPOSITE_SIGN,
    REVERSED,
    RIGHT_FOR_LINEAR_F,
    WITHOUT_SIGN,
    WRONG_WHERE_SIZES_AGREE,
)
from autograder.answer_key.wrong_results import (
    DEVICE_HARD_CODED,
    DTYPE_HARD_CODED,
    NOT_FINITE,
    PROPERTY_LACKING,
    RIGHT_WHEN_SMALL,
    STRIDES_IGNORED,
    WRONG_DTYPE,
    WRONG_NAMES,
    WRONG_TYPE,
    WRONG_VALUE,
)
from autograder.answer_key.wrong_rows import ROWS_MIXED, ROWS_STRETCHED
from autograder.answer_key.wrong_shapes import AXES_PERMUTED, AXIS_OF_ONE_LOST, WRONG_SHAPE
from autograder.answer_key.wrong_ways import (
    FORBIDDEN_TOOL,
    OBSERVER_REMOVED,
    OVER_BUDGET,
    OVER_THE_BUDGET_ELSEWHERE,
    SLOWER_THAN_COUNTED,
    TOO_MANY_EVALUATIONS,
    TOO_MANY_PASSES,
    TOO_MUCH_MEMORY,
    TOOL_MISSING,
    TOOL_MISSING_ELSEWHERE,
)
from autograder.answer_key.wrong_where_small import SMALL_TAKEN_FOR_NOTHING

_IN_ORDER: tuple[Mistake, ...] = (
    NOT_WRITTEN_YET,
    RETURNED_NOTHING,
    FALLS_THROUGH,
    COROUTINE_RETURNED,
    GENERATOR_RETURNED,
    FUNCTION_RETURNED,
    OBJECT_MADE,
    ARGUMENT_RETURNED,
    ARGUMENT_WATCHED,
    ARGUMENT_CHANGED,
    EARLIER_RESULT_CHANGED,
    KEPT_BETWEEN_CALLS,
    TIMED_OUT,
    EXITED,
    CRASHED,
    OUT_OF_MEMORY,
    WRONG_SIGNATURE,
    SMALL_TAKEN_FOR_NOTHING,
    CUT_OFF,
    RIGHT_WHEN_SMALL,
    STRIDES_IGNORED,
    DEVICE_HARD_CODED,
    RAISED,
    WRONG_TYPE,
    WRONG_NAMES,
    AXIS_OF_ONE_LOST,
    AXES_PERMUTED,
    WRONG_SHAPE,
    DTYPE_HARD_CODED,
    WRONG_DTYPE,
    NOT_FINITE,
    WRONG_WHERE_ONE,
    WRONG_WHERE_SIZES_AGREE,
    REVERSED,
    NOTHING_ARRIVES,
    DIAGONAL_ALONE,
    LEFT_AT_ZERO,
    OF_OPPOSITE_SIGN,
    WITHOUT_SIGN,
    SOME_SIGNS_TURNED,
    IN_ANOTHER_ORDER,
    DECIMALS,
    FEW_DIGITS,
    NEARLY_RIGHT,
    DIGITS_LOST,
    RIGHT_FOR_LINEAR_F,
    NOT_NOTHING,
    HELD_SHORT,
    SCALED_BY_A_SIZE,
    SCALED,
    STRETCHED,
    ONE_FOR_ALL,
    SHIFTED,
    CENTRED,
    ROWS_STRETCHED,
    ROWS_MIXED,
    NOT_SYMMETRIC,
    NOISE_ADDED,
    PROPERTY_LACKING,
    WRONG_VALUE,
    OBSERVER_REMOVED,
    FORBIDDEN_TOOL,
    TOOL_MISSING_ELSEWHERE,
    TOOL_MISSING,
    OVER_THE_BUDGET_ELSEWHERE,
    TOO_MANY_EVALUATIONS,
    SLOWER_THAN_COUNTED,
    TOO_MANY_PASSES,
    TOO_MUCH_MEMORY,
    OVER_BUDGET,
)

EVERYWHERE = tuple(replace(mistake, rest=True) for mistake in _IN_ORDER)

# What the first wrong call did to its argument may be why it is wrong: it comes before an exercise's own last resorts.
FIRST = tuple(replace(changed_at_once(mistake), rest=True) for mistake in (ARGUMENT_WATCHED, ARGUMENT_CHANGED))
