"""Key to lesson 02: references, and the VMAP mistakes that show in a Jacobian.

The mistakes of the three functions to be mended are in `lesson_02_repairs.py`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, parts, tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.lesson_01 import ENTRIES as LESSON_01
from autograder.answer_key.lesson_02_repairs import ENTRIES as REPAIRS
from autograder.answer_key.lesson_02_repairs import MESSAGES as UNDER_TRANSFORMS
from autograder.observe import Cost
from autograder.questions.draw import Function
from autograder.questions.lesson_02 import rows_by_vmap
from autograder.questions.question import Answer

_ROWS = {mistake.slug: mistake for mistake in LESSON_01["jacobian_by_rows"].mistakes}


def rows_in_chunks(f: Function, x: Tensor, chunk_size: int) -> Tensor:
    """Return J, chunk_size rows a pass. Shapes: x (N,) → (M, N)."""
    recorded: Any = torch.func.vjp(f, x)
    y, pullback = recorded
    units = torch.eye(len(y), dtype=y.dtype)
    starts = range(0, len(y), chunk_size)
    return torch.cat([torch.func.vmap(pullback)(units[start : start + chunk_size])[0] for start in starts])


def rows_in_written_chunks(f: Function, x: Tensor, chunk_size: int) -> Tensor:
    """Return J, each chunk's unit vectors made only when it is their turn. Shapes: x (N,) → (M, N)."""
    recorded: Any = torch.func.vjp(f, x)
    y, pullback = recorded
    m = len(y)
    jacobian = x.new_empty(m, len(x))
    for start in range(0, m, chunk_size):
        wide = min(chunk_size, m - start)
        units = y.new_zeros(wide, m)
        units[range(wide), range(start, start + wide)] = 1
        jacobian[start : start + wide] = torch.func.vmap(pullback)(units)[0]
    return jacobian


def jacrev_by_vjp(f: Answer, argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """Return a function of f's arguments that gives J, of shape out.shape + arg.shape, or a tuple of such."""
    chosen = (argnums,) if isinstance(argnums, int) else tuple(argnums)

    def jacobian(*args: Tensor) -> Any:
        def of_chosen(*varied: Tensor) -> Tensor:
            whole = list(args)
            for place, part in zip(chosen, varied, strict=True):
                whole[place] = part
            y: Tensor = f(*whole)
            return y

        recorded: Any = torch.func.vjp(of_chosen, *(args[place] for place in chosen))
        y, pullback = recorded
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        blocks = torch.func.vmap(pullback)(units)
        shaped = tuple(block.reshape(*y.shape, *block.shape[1:]) for block in blocks)
        return shaped[0] if isinstance(argnums, int) else shaped

    return jacobian


def _message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


def _gives(make: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Look at matrices of two rows and two columns at least; smaller ones can't tell mistakes apart."""

    def instead(e: Expected) -> Tensor | None:
        matrix = isinstance(e.result, Tensor) and e.result.dim() == 2 and min(e.result.shape) > 1
        return make(e.result) if matrix else None

    return lambda case: case.gives(instead)


def _wants_units_shaped_like_y(case: Case) -> bool:
    """A flat cotangent was given for an output of two axes."""
    return any(
        seen.raised
        and "Mismatch in shape: grad_output" in seen.raised.message
        and seen.raised.message.rsplit("[", 1)[-1].count(",") > 0
        and not _is_square(seen.raised.message)
        for seen, _ in case.pairs
    )


def _is_square(message: str) -> bool:
    shapes = [part.split("]")[0] for part in message.split("Size([")[1:]]
    return len(shapes) == 2 and shapes[0] == f"{shapes[1]}, {shapes[1]}"


def _whole_identity(case: Case) -> bool:
    messages = [seen.raised.message for seen, _ in case.pairs if seen.raised]
    return any("Mismatch in shape: grad_output" in message and _is_square(message) for message in messages)


def _sized_otherwise(case: Case) -> bool:
    mismatch = case.raised("Mismatch in shape: grad_output")
    return mismatch and not _whole_identity(case) and not _wants_units_shaped_like_y(case)


def _tuples_of_one(case: Case) -> bool:
    """A tuple of one came where a tensor is meant, was worked with, or was stacked into a further axis."""
    if case.raised("'tuple' object", "but got tuple", "must be Tensor, not tuple"):
        return True
    wrong = [(seen.result, expected.result) for seen, expected in case.wrong() if isinstance(expected.result, Tensor)]
    given = [isinstance(got, tuple) and len(got) == 1 for got, _ in wrong]
    return (bool(given) and all(given)) or _gives(lambda matrix: matrix[None])(case)


def _counts(case: Case, broken: Callable[[Cost, Expected], bool]) -> bool:
    """Tell whether the costs that can show it all do, and one at least does."""
    telling = [(cost, e) for cost, e in case.costs() if e.call.sizes["M"] > 2]
    its_own = "cost" in case.failed and "forbidden" not in case.over
    return its_own and bool(telling) and all(broken(cost, e) for cost, e in telling)


def _a_row_a_pass(cost: Cost, e: Expected) -> bool:
    return cost.backward_passes == e.call.sizes["M"] and cost.widest("fr") == 1 and cost.vectors("f") <= 2


def _loops_over_rows(case: Case) -> bool:
    looped = any(_a_row_a_pass(cost, e) for cost, e in case.costs() if e.call.sizes["M"] > 2)
    return looped and _counts(case, lambda c, e: _a_row_a_pass(c, e) or c.backward_passes == 1)


def _forward_a_row(case: Case) -> bool:
    return _counts(case, lambda c, e: c.count("f") in (e.call.sizes["M"], e.call.sizes["M"] + 1))


def _forward_as_wide(case: Case) -> bool:
    return _counts(case, lambda c, e: c.widest("f") == e.call.sizes["M"])


_MESSAGES = (
    *(_ROWS[slug] for slug in ("no-cotangent", "graph-freed", "in-place-on-leaf", "in-place-on-saved")),
    *(_ROWS[slug] for slug in ("not-in-the-graph", "input-not-tracked", "integer-input")),
    replace(
        _ROWS["whole-identity-as-cotangent"],
        shows=_whole_identity,
        next_step="Let vmap hand over the identity's rows: `vmap(pullback)(units)`.",
    ),
    Mistake(
        "basis-not-viewed",
        "VMAP04",
        "value",
        _wants_units_shaped_like_y,
        "The unit vectors are flat, and f's output is a matrix.",
        "A cotangent has the output's shape. `torch.eye(y.numel())` counts the entries of y rightly, and lays them"
        " out in one line.",
        "View each row as y: `torch.eye(y.numel(), ...).reshape(-1, *y.shape)`.",
    ),
    replace(
        _ROWS["cotangent-sized-by-input"],
        catalogue="VMAP03",
        shows=_sized_otherwise,
        next_step="There is one unit vector for each output, and vmap runs over the axis that counts them:"
        " `torch.eye(len(y))`, mapped along its first axis.",
    ),
    Mistake(
        "tuple-not-unpacked",
        "VMAP02",
        "value",
        _tuples_of_one,
        "A tuple came back, or was worked with, where its only tensor is meant.",
        "The pullback gives a tuple, an entry for each argument of f, even where there is one; so does"
        " `torch.autograd.grad`. Under vmap each entry becomes a batch, and the tuple stays.",
        "Take its only entry: `(jacobian,) = vmap(pullback)(units)`.",
    ),
    *UNDER_TRANSFORMS,
)

_COSTS = (
    Mistake(
        "loop-over-rows",
        "ROW19",
        "cost",
        _loops_over_rows,
        "Each row had a backward pass of its own: M passes of width 1.",
        "A loop, a list comprehension, or vmap with chunks of one: f's record is walked back M times, one vector each.",
        "Give `vmap` all M unit vectors at once; it walks back once, M vectors wide.",
    ),
    replace(
        _ROWS["forward-for-every-row"],
        shows=_forward_a_row,
        next_step="Take `y, pullback = vjp(f, x)` out of the part that runs for every row; map the pullback alone.",
    ),
    Mistake(
        "forward-as-wide",
        "",
        "cost",
        _forward_as_wide,
        "f itself was evaluated for M copies of x.",
        "What vmap maps over becomes a batch, and so does all that depends on it. Rows differ in v; x is the same for"
        " all of them.",
        "Leave x out of what is mapped: let the mapped function take v alone.",
    ),
)

_BY_VMAP = (
    *_MESSAGES,
    _ROWS["ones-for-unit-vectors"],
    replace(_ROWS["cat-for-stack"], next_step="vmap stacks for you: leave its result of shape (M, N) as it is."),
    replace(
        _ROWS["transposed"],
        catalogue="VMAP06",
        next_step="`out_dims=1` puts the mapped axis last. Rows are mapped: leave out_dims at 0, and check with an f"
        " whose M and N differ.",
    ),
    _ROWS["wrong-flattening-order"],
    _ROWS["allow-unused-hides-it"],
    *_COSTS,
    _ROWS["create-graph-for-nothing"],
)


def _block(e: Expected, place: int) -> Tensor:
    block: Tensor = jacrev_by_vjp(e.args[0], place)(*_arguments(e))
    return block


def _arguments(e: Expected) -> list[Tensor]:
    return [arg for arg in e.args if isinstance(arg, Tensor)]


def _called_again(e: Expected) -> bool:
    """Tell whether the Jacobian function was called more than once, and its results are a tuple."""
    return any(isinstance(arg, tuple) for arg in e.args)


def _wrong_when_called_again(case: Case) -> bool:
    wrong = [e for _, e in case.wrong()]
    return bool(wrong) and all(map(_called_again, wrong))


def _asked(e: Expected) -> Any:
    return e.call.kwargs.get("argnums", next((arg for arg in e.args if isinstance(arg, int)), 0))


def _gives_no_function(case: Case) -> bool:
    # Raised by the call of what came back: no line of the answer's own was running.
    errors = [seen.raised for seen, _ in case.pairs if seen.raised and not seen.raised.line]
    return any("'NoneType' object is not callable" in error.message for error in errors)


def _ignores_argnums(case: Case) -> bool:
    wrong = [(seen.result, e) for seen, e in case.wrong() if _asked(e) != (0,) and not _called_again(e)]
    told = [isinstance(got, Tensor) and _asked(e) != 0 and equal_to(got, _block(e, 0), True) for got, e in wrong]
    return bool(told) and all(told)


def _all_blocks(case: Case, mistaken: Callable[[Any, Expected], bool]) -> bool:
    """Tell whether every wrong result that did not raise is as the mistake would have it, and one at least."""
    told = [mistaken(seen.result, e) for seen, e in case.wrong() if not seen.raised and not _called_again(e)]
    return bool(told) and all(told)


def _sorted_blocks(got: Any, e: Expected) -> bool:
    return isinstance(got, tuple) and isinstance(e.result, tuple) and parts(got[::-1], e) is None


def _unwrapped_one(got: Any, e: Expected) -> bool:
    want = e.result
    return isinstance(want, tuple) and len(want) == 1 and isinstance(got, Tensor) and equal_to(got, want[0], True)


def _laid_out(shape: Callable[[tuple[int, ...], tuple[int, ...]], tuple[int, ...]], turned: bool = False) -> Any:
    """Recognise blocks that hold the right numbers in another layout: `shape`(out, arg)."""

    def mistaken(got: Any, e: Expected) -> bool:
        blocks, wants = (part if isinstance(part, tuple) else (part,) for part in (got, e.result))
        chosen = _asked(e) if isinstance(_asked(e), tuple) else (_asked(e),)
        args = _arguments(e)
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
        return True

    return lambda case: _all_blocks(case, mistaken)


def _numel(shape: tuple[int, ...]) -> int:
    return torch.Size(shape).numel()


def _pass_an_argument(case: Case) -> bool:
    """Single arguments are within the budget; a tuple takes a pass for each of its arguments."""
    told = [cost.backward_passes == (len(_asked(e)) if isinstance(_asked(e), tuple) else 1) for cost, e in case.costs()]
    return "backwards" in case.over and "forbidden" not in case.over and all(told)


_JACREV = (
    Mistake(
        "function-not-returned",
        "",
        "value",
        _gives_no_function,
        "{question}(f) gave None back, where a function is asked.",
        "The function inside is made each time, and dropped unless it is returned.",
        "End with `return jacobian`, in line with its `def`.",
    ),
    Mistake(
        "functions-not-apart",
        "",
        "value",
        _wrong_when_called_again,
        "Each Jacobian is right by itself. Where the function that you gave back is called again, or where another one"
        " was made before it is called, a result is wrong: {finding}.",
        "Something outlives a call: unit vectors of the first shape, a result kept under its shape, a buffer that is"
        " handed out again, or an f or argnums in a global, which the next `{question}` writes over.",
        "Let the inner function use its own arguments, and the f and argnums that surround it; make all else inside"
        " it.",
    ),
    *_MESSAGES,
    Mistake(
        "argnums-ignored",
        "JAC04",
        "value",
        _ignores_argnums,
        "Whatever argnums says, you gave the derivative in argument 0.",
        "argnums names the arguments that vary, by position; the others are held fixed.",
        "Make a function of the chosen arguments alone, and give `vjp` those.",
    ),
    Mistake(
        "argnums-in-another-order",
        "",
        "value",
        lambda case: _all_blocks(case, _sorted_blocks),
        "The Jacobians are right, in another order than argnums asks for.",
        "`argnums=(1, 0)` wants the derivative in argument 1 first.",
        "Go through argnums as it stands; do not sort it.",
    ),
    Mistake(
        "tuple-of-one-unwrapped",
        "",
        "value",
        lambda case: _all_blocks(case, _unwrapped_one),
        "`argnums=(0,)` gave a tensor, and asks for a tuple of one.",
        "Whoever passes a tuple will unpack one, of whatever length.",
        "Decide by the type of argnums, an int or a tuple, not by how many arguments there are.",
    ),
    Mistake(
        "left-flat",
        "",
        "value",
        _laid_out(lambda out, arg: (_numel(out), _numel(arg))),
        "All numbers are right, in a matrix of out.numel() rows and arg.numel() columns.",
        "For matrices in and out the result has their axes: out.shape + arg.shape.",
        "End with `.reshape(*y.shape, *arg.shape)`.",
    ),
    Mistake(
        "outputs-left-flat",
        "",
        "value",
        _laid_out(lambda out, arg: (_numel(out), *arg)),
        "All numbers are right, but f's output axes are still one.",
        "vmap adds a single axis, that of the unit vectors. Where y is a matrix, it stands for two.",
        "End with `.reshape(*y.shape, *arg.shape)`.",
    ),
    Mistake(
        "transposed",
        "VMAP06",
        "value",
        _laid_out(lambda out, arg: (*arg, *out), turned=True),
        "Input axes come first, output axes after.",
        "A Jacobian's shape is out.shape + arg.shape.",
        "Leave `out_dims` at 0: the mapped axis counts outputs, and comes first.",
    ),
    Mistake(
        "wrong-flattening-order",
        "ROW22",
        "value",
        _laid_out(lambda out, arg: (*out, *arg), turned=True),
        "The shape is right and so are the numbers, in the wrong order.",
        "`reshape` keeps the order in memory: a transpose is something else.",
        "Map over unit vectors along the first axis, and let reshape split that axis only.",
    ),
    Mistake(
        "pass-for-each-argument",
        "",
        "cost",
        _pass_an_argument,
        "Each argument had a pass of its own.",
        "One walk back through f reaches all of its arguments: the pullback's tuple has an entry for each.",
        "Give `vjp` all chosen arguments together, and take each entry of what comes back.",
    ),
    *_COSTS,
    _ROWS["create-graph-for-nothing"],
)


def _chunks(e: Expected) -> int:
    return -(-e.call.sizes["M"] // e.call.sizes["chunk"])


def _rest_dropped(case: Case) -> bool:
    wrong = [(seen.result, e) for seen, e in case.wrong() if not seen.raised]
    whole = [(got, e, e.call.sizes["M"] // e.call.sizes["chunk"] * e.call.sizes["chunk"]) for got, e in wrong]
    told = [isinstance(got, Tensor) and _ends_at(got, e.result, rows) for got, e, rows in whole]
    return bool(told) and all(told)


def _ends_at(got: Tensor, right: Tensor, rows: int) -> bool:
    """Tell whether only the first rows are there, the rest missing or zero."""
    kept = right[:rows]
    return equal_to(got, kept, True) or equal_to(got, torch.cat([kept, torch.zeros_like(right[rows:])]), True)


def _padding_left_in(case: Case) -> bool:
    wrong = [(seen.result, e) for seen, e in case.wrong() if not seen.raised]
    told = [
        isinstance(got, Tensor)
        and got.shape[:1] == (_chunks(e) * e.call.sizes["chunk"],)
        and equal_to(got[: len(e.result)], e.result, True)
        for got, e in wrong
    ]
    return bool(told) and all(told)


def _one_shot(case: Case) -> bool:
    return "width" in case.over and _counts(case, lambda c, e: c.backward_passes == 1)


def _too_wide(case: Case) -> bool:
    others = _one_shot(case) or _number_for_size(case) or "forbidden" in case.over
    return "width" in case.over and not others


def _number_for_size(case: Case) -> bool:
    def as_many(cost: Cost, e: Expected) -> bool:
        number = min(e.call.sizes["chunk"], e.call.sizes["M"])
        return cost.backward_passes in (number, len(torch.empty(e.call.sizes["M"]).chunk(number)))

    return "width" in case.over and not _one_shot(case) and _counts(case, as_many)


def _forward_a_chunk(case: Case) -> bool:
    return _counts(case, lambda c, e: c.count("f") in (_chunks(e), _chunks(e) + 1) and c.widest("f") == 1)


def _row_a_pass(case: Case) -> bool:
    return "backwards" in case.over and _counts(case, _a_row_a_pass)


_CHUNKS = (
    *(mistake for mistake in _BY_VMAP if mistake not in _COSTS),
    Mistake(
        "rest-dropped",
        "",
        "value",
        _rest_dropped,
        "The last rows are missing: those of the chunk that is not full.",
        "M // chunk_size counts full chunks. 11 rows in chunks of 3 are 3 full ones and a rest of 2.",
        "Start a chunk at each of `range(0, M, chunk_size)`; a slice that goes beyond the end takes what is there.",
    ),
    Mistake(
        "padding-left-in",
        "",
        "value",
        _padding_left_in,
        "There are rows too many at the end.",
        "The last chunk was filled up to chunk_size, and the filling is still there.",
        "Cut the result to M rows, or let the last chunk be smaller.",
    ),
    Mistake(
        "stack-for-cat",
        "ROW08",
        "value",
        _message("stack expects each tensor to be equal size"),
        "Chunks of unequal length were stacked.",
        "`torch.stack` makes a new axis, and wants equal shapes; chunks have their rows' axis already.",
        "Join them with `torch.cat(chunks)`.",
    ),
    Mistake(
        "chunk-size-ignored",
        "JAC18",
        "cost",
        _one_shot,
        "All rows went through f in one pass, whatever chunk_size says.",
        "The pass carries M vectors through f's inner layers at once. That is where the memory goes.",
        "Cut the unit vectors into chunks, and give vmap one chunk at a time.",
    ),
    Mistake(
        "number-for-size",
        "",
        "cost",
        _number_for_size,
        "chunk_size was taken for the number of chunks.",
        "`torch.chunk(units, k)` makes k chunks; `torch.split(units, k)` makes chunks of k rows.",
        "Use `split`, or slices of chunk_size rows.",
    ),
    Mistake(
        "too-wide",
        "",
        "cost",
        _too_wide,
        "A pass was wider than chunk_size: {finding}.",
        "chunk_size is the most that the caller has memory for; a pass of chunk_size + 1 may be one too many.",
        "Let each slice end at start + chunk_size, and let the last chunk be the smaller one.",
    ),
    Mistake(
        "loop-over-rows",
        "ROW19",
        "cost",
        _row_a_pass,
        "Each row had a backward pass of its own, whatever chunk_size says.",
        "chunk_size rows may go at once: that is what vmap is for here.",
        "Give vmap `units[start : start + chunk_size]`, all of it.",
    ),
    Mistake(
        "forward-for-every-chunk",
        "ROW04",
        "cost",
        _forward_a_chunk,
        "f was evaluated again for every chunk.",
        "The record of one forward serves all chunks.",
        "Take `y, pullback = vjp(f, x)` out of the loop.",
    ),
    Mistake(
        "chunks-kept-alive",
        "JAC18",
        "cost",
        lambda case: case.over == {"peak"},
        "The passes are as narrow as asked, and the peak is still that of a wide one.",
        "What each chunk left inside f is kept: by a graph over the backward passes (`create_graph=True`, or an x that"
        " requires grad), or by a list of more than rows. Or something as large is built beside it.",
        "Keep of each chunk its rows alone, detached from any graph.",
    ),
)

ENTRIES = {
    "jacobian_by_vmap": Entry(rows_by_vmap, _BY_VMAP, tensor),
    "my_jacrev": Entry(jacrev_by_vjp, _JACREV, parts),
    "jacobian_in_chunks": Entry(rows_in_chunks, _CHUNKS, tensor, leanest=(rows_in_written_chunks,)),
    **REPAIRS,
}
