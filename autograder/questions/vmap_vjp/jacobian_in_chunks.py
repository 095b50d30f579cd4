"""jacobian_in_chunks: J, some rows at a time."""

from collections.abc import Iterator
from dataclasses import replace

from torch import Tensor

from autograder.questions.draw import Draw, Function, linear, partial, smooth
from autograder.questions.question import Budget, Call, Question, Rules
from autograder.questions.row_by_row.shapes import F32, F64, in_a_row, jacobian_call, of_rare_sorts, on_meta
from autograder.questions.vmap_vjp.rows import GIVEN_AWAY, rows_at_once

NAME = "jacobian_in_chunks"
# Wide inside, so that what a pass carries through f outweighs J and the unit vectors.
WIDE = 1024


def _chunked(call: Call, size: int) -> Call:
    """Make of a call on (f, x) one on (f, x, chunk_size)."""
    label, sizes = f"{call.label}, chunk_size = {size}", {**call.sizes, "chunk": size}
    return replace(call, label=label, args=(*call.args, size), sizes=sizes)


def _calls(seed: int) -> tuple[Call, ...]:
    again = (_chunked(call, 2) for call in in_a_row(Draw.seeded(seed, NAME, "again")))
    return (*_of_many_shapes(seed), *_wide_inside(seed), *_of_some_sorts(seed), *again)


def _of_many_shapes(seed: int) -> Iterator[Call]:
    for what, m, n, chunk, dtype, counted in (
        ("a rest of 2", 11, 5, 3, F64, True),
        ("a rest of 1", 13, 3, 4, F32, True),
        ("no rest", 10, 7, 5, F64, True),
        ("one chunk", 7, 5, 7, F32, True),
        ("chunk larger than M", 5, 7, 8, F64, True),
        ("one row a chunk", 3, 5, 1, F32, True),
        ("one output", 1, 7, 3, F64, False),
        ("one output", 1, 5, 2, F32, False),
        ("one input", 7, 1, 2, F64, False),
        ("one of each", 1, 1, 1, F64, False),
        ("square f", 6, 6, 2, F64, False),
        ("large f", 72, 66, 9, F32, False),
    ):
        draw = Draw.seeded(seed, NAME, what, m, n).to(dtype)
        call = jacobian_call(what, smooth(draw, n, m), draw.normal(n), m)
        yield replace(_chunked(call, chunk), counted=counted, weighed=False)


def _wide_inside(seed: int) -> Iterator[Call]:
    """Yield the calls whose peak is looked at: no size of the second is known beforehand."""
    sizes = Draw.seeded(seed, NAME, "sizes")
    for m, n, chunk, dtype in ((61, 3, 4, F64), (sizes.size(65, 69), 5, sizes.size(5, 6), F32)):
        draw = Draw.seeded(seed, NAME, "wide inside", m, n).to(dtype)
        f, x = smooth(draw, n, m, width=WIDE), draw.normal(n)
        yield replace(_chunked(jacobian_call("f that is wide inside", f, x, m, mark_size=WIDE), chunk), counted=True)


def _of_some_sorts(seed: int) -> Iterator[Call]:
    draw = Draw.seeded(seed, NAME, "linear")
    yield _chunked(jacobian_call("linear f", linear(draw, 7, 5), draw.normal(7), 5, mark_size=5), 2)
    draw = Draw.seeded(seed, NAME, "partial")
    yield _chunked(jacobian_call("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3), 2)
    draw = Draw.seeded(seed, NAME, "by keyword")
    f, x = smooth(draw, 7, 5), draw.normal(7)
    named = _chunked(jacobian_call("chunk_size by keyword", f, x, 5), 2)
    yield replace(named, args=(f, x), kwargs={"chunk_size": 2})
    # Two rows of five, or of two, leave a rest or none; sixteen of a large prime always leave one.
    yield from (_chunked(call, 16 if call.sizes["M"] > 5 else 2) for _, call in of_rare_sorts(seed, NAME))


def rows_in_one_shot(f: Function, x: Tensor, chunk_size: int) -> Tensor:
    """The naive way to save memory: none. Shapes: x (N,) → (M, N)."""
    return rows_at_once(f, x)


QUESTION = Question(
    name=NAME,
    title="J, some rows at a time",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 3},
    rules=Rules(
        needs=("torch.func.vmap",),
        forbids=(*GIVEN_AWAY, "torch.func.vmap[chunk_size]"),
        kinds="t",
        says="vmap over a vjp, a chunk at a time, without the library's chunk_size",
    ),
    budget=Budget(
        forwards=lambda s: 1,
        backwards=lambda s: -(-s["M"] // s["chunk"]),
        backward_width=lambda s: s["chunk"],
        peak=True,
        says="one forward, ⌈M / chunk_size⌉ backwards no wider than chunk_size, and a peak well under the one-shot's",
    ),
    naive=rows_in_one_shot,
    elsewhere=lambda seed: _chunked(on_meta(seed), 2),
    hints=(
        "What is it that takes the memory when all M rows go through f at once: the rows, or what lies inside f? How"
        " much of it is there at a time if only chunk_size rows go through?",
        "Which part of `jacobian_by_vmap` must run once, and which part once for each chunk? What does"
        " `units[start : start + chunk_size]` give when fewer than chunk_size are left?",
        "Along which axis do the chunks, of shapes (chunk_size, N), join to (M, N)? And does anything keep the inner"
        " tensors of an earlier chunk alive: a graph, a list?",
    ),
)
