"""Key to `jacobian_by_vmap`: its mistakes.

Offers, beside `ENTRY`, `IN_ROWS`: the mistakes that chunks of rows know too.
"""

from dataclasses import replace

from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Entry, Mistake
from autograder.answer_key.row_by_row.jacobian_by_rows import ONES
from autograder.answer_key.row_by_row.record import ALLOW_UNUSED, CREATE_GRAPH
from autograder.answer_key.row_by_row.rows import (
    CAT_FOR_STACK,
    TRANSPOSED,
    WRONG_ORDER,
    rows_by_torch,
    wrong_where_rows_are_units,
)
from autograder.answer_key.vmap_vjp.cotangents import MESSAGES
from autograder.answer_key.vmap_vjp.passes import PASSES

CAT = replace(CAT_FOR_STACK, next_step="vmap stacks for you: leave its result of shape (M, N) as it is.")
TURNED = replace(
    TRANSPOSED,
    next_step="`out_dims=1` puts the mapped axis last. Rows are mapped: leave out_dims at 0, and check with an f whose"
    " M and N differ.",
)

UNITS_REUSED = Mistake(
    "units-reused",
    "value",
    wrong_where_rows_are_units,
    "Where f hands its cotangent on unchanged, as f(x) = x + c does, rows are wrong.",
    "There the rows are your own unit vectors, the same memory: what is written into that afterwards, for the next"
    " chunk say, is written into the rows.",
    "Make new unit vectors where you need others, or keep a copy of the rows by `.clone()`.",
)

IN_ROWS = (*MESSAGES, ONES, CAT, TURNED, WRONG_ORDER, UNITS_REUSED, ALLOW_UNUSED, CREATE_GRAPH)

ENTRY = Entry(rows_by_torch, (*IN_ROWS, *PASSES), tensor)
