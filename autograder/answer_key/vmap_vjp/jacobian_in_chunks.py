"""Key to `jacobian_in_chunks`: its reference and its mistakes."""

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.vmap_vjp.jacobian_by_vmap import IN_ROWS
from autograder.answer_key.vmap_vjp.passes import a_row_a_pass, counts
from autograder.observe import Cost
from autograder.questions.draw import Function


def rows_by_torch(f: Function, x: Tensor, chunk_size: int) -> Tensor:
    """Return J: the size of chunks changes no number. Shapes: x (N,) → (M, N)."""
    jacobian: Tensor = torch.func.jacrev(f)(x)
    return jacobian


def _chunks(e: Expected) -> int:
    return -(-e.call.sizes["M"] // e.call.sizes["chunk"])


def _drops_the_rest(case: Case) -> bool:
    wrong = [(seen.result, e) for seen, e in case.wrong() if not seen.raised]
    whole = [(got, e, e.call.sizes["M"] // e.call.sizes["chunk"] * e.call.sizes["chunk"]) for got, e in wrong]
    told = [isinstance(got, Tensor) and _ends_at(got, e.result, rows) for got, e, rows in whole]
    return bool(told) and all(told)


def _ends_at(got: Tensor, right: Tensor, rows: int) -> bool:
    """Tell whether only the first rows are there, the rest missing or zero."""
    kept = right[:rows]
    return equal_to(got, kept, True) or equal_to(got, torch.cat([kept, torch.zeros_like(right[rows:])]), True)


REST_DROPPED = Mistake(
    "rest-dropped",
    "value",
    _drops_the_rest,
    "The last rows are missing: those of the chunk that is not full.",
    "M // chunk_size counts full chunks. 11 rows in chunks of 3 are 3 full ones and a rest of 2.",
    "Start a chunk at each of `range(0, M, chunk_size)`; a slice that goes beyond the end takes what is there.",
)


def _leaves_padding_in(case: Case) -> bool:
    wrong = [(seen.result, e) for seen, e in case.wrong() if not seen.raised]
    told = [
        isinstance(got, Tensor)
        and got.shape[:1] == (_chunks(e) * e.call.sizes["chunk"],)
        and equal_to(got[: len(e.result)], e.result, True)
        for got, e in wrong
    ]
    return bool(told) and all(told)


PADDING = Mistake(
    "padding-left-in",
    "value",
    _leaves_padding_in,
    "There are rows too many at the end.",
    "The last chunk was filled up to chunk_size, and the filling is still there.",
    "Cut the result to M rows, or let the last chunk be smaller.",
)


def _first_chunk_again(e: Expected) -> Tensor | None:
    rows = torch.arange(e.call.sizes["M"])
    return e.result[rows % e.call.sizes["chunk"]] if min(e.result.shape) > 1 else None


FIRST_REPEATED = Mistake(
    "first-block-repeated",
    "value",
    lambda case: case.gives(_first_chunk_again),
    "The first chunk's rows are right, and come again in the place of all others.",
    "Each chunk has unit vectors of its own, whose ones stand where the chunk does.",
    "Let a chunk's places begin at its start: `torch.arange(start, stop)`.",
)
STACK_FOR_CAT = Mistake(
    "stack-for-cat",
    "value",
    lambda case: case.raised("stack expects each tensor to be equal size"),
    "Chunks of unequal length were stacked.",
    "`torch.stack` makes a new axis, and wants equal shapes; chunks have their rows' axis already.",
    "Join them with `torch.cat(chunks)`.",
)


def _one_shot(case: Case) -> bool:
    return "width" in case.over and counts(case, lambda c, e: c.backward_passes == 1)


SIZE_IGNORED = Mistake(
    "chunk-size-ignored",
    "cost",
    _one_shot,
    "All rows went through f in one pass, whatever chunk_size says.",
    "The pass that `vmap` makes carries M vectors through f's inner layers at once. That is where the memory goes.",
    "Cut the unit vectors into chunks, and give vmap one chunk at a time.",
)


def _as_many_chunks(case: Case) -> bool:
    def as_many(cost: Cost, e: Expected) -> bool:
        number = min(e.call.sizes["chunk"], e.call.sizes["M"])
        return cost.backward_passes in (number, len(torch.empty(e.call.sizes["M"]).chunk(number)))

    return "width" in case.over and not _one_shot(case) and counts(case, as_many)


NUMBER_FOR_SIZE = Mistake(
    "number-for-size",
    "cost",
    _as_many_chunks,
    "chunk_size was taken for the number of chunks.",
    "`torch.chunk(units, k)` makes k chunks; `torch.split(units, k)` makes chunks of k rows.",
    "Use `split`, or slices of chunk_size rows.",
)


def _too_wide(case: Case) -> bool:
    others = _one_shot(case) or _as_many_chunks(case) or "forbidden" in case.over
    return "width" in case.over and not others


TOO_WIDE = Mistake(
    "too-wide",
    "cost",
    _too_wide,
    "A pass was wider than chunk_size.",
    "`chunk_size` is the most that the caller has memory for; a pass of chunk_size + 1 may be one too many.",
    "Let each slice end at start + chunk_size, and let the last chunk be the smaller one.",
)


def _ends_in_nothing(case: Case) -> bool:
    """A pass of no rows at all, which counts as one of width 1, follows where M is a multiple of chunk_size alone."""
    over = [(cost, e) for cost, e in case.costs() if cost.backward_passes > _chunks(e)]
    return case.over == {"backwards"} and all(
        cost.backward_passes == _chunks(e) + 1 and e.call.sizes["M"] % e.call.sizes["chunk"] == 0 for cost, e in over
    )


EMPTY_CHUNK = Mistake(
    "empty-chunk",
    "cost",
    _ends_in_nothing,
    "Where M is a multiple of chunk_size, a pass without any row follows the last chunk.",
    "A loop that runs up to M itself, or takes M // chunk_size + 1 chunks, has one turn too many there.",
    "Let starts end before M: `range(0, M, chunk_size)`.",
)
OVER_ROWS = Mistake(
    "loop-over-rows",
    "cost",
    lambda case: "backwards" in case.over and counts(case, a_row_a_pass),
    "Each row had a backward pass of its own, whatever chunk_size says.",
    "chunk_size rows may go at once: that is what vmap is for here.",
    "Give vmap `units[start : start + chunk_size]`, all of it.",
)


def _forward_a_chunk(case: Case) -> bool:
    return counts(case, lambda c, e: c.count("f") in (_chunks(e), _chunks(e) + 1) and c.widest("f") == 1)


FORWARD_A_CHUNK = Mistake(
    "forward-for-every-chunk",
    "cost",
    _forward_a_chunk,
    "f was evaluated again for every chunk.",
    "The record of one forward serves all chunks.",
    "Take `y, pullback = vjp(f, x)` out of the loop.",
)
KEPT_ALIVE = Mistake(
    "chunks-kept-alive",
    "cost",
    lambda case: case.over == {"peak"},
    "The passes are as narrow as asked, and the peak is still that of a wide one.",
    "What each chunk left inside f is kept: by a graph over the backward passes (`create_graph=True`, or an x that"
    " requires grad), or by a list of more than rows. Or something as large is built beside it.",
    "Keep of each chunk its rows alone, detached from any graph.",
)

ENTRY = Entry(
    rows_by_torch,
    (
        *IN_ROWS,
        REST_DROPPED,
        FIRST_REPEATED,
        PADDING,
        STACK_FOR_CAT,
        SIZE_IGNORED,
        NUMBER_FOR_SIZE,
        TOO_WIDE,
        EMPTY_CHUNK,
        OVER_ROWS,
        FORWARD_A_CHUNK,
        KEPT_ALIVE,
    ),
    tensor,
)
