"""Key to lesson 03: references, and the JAC mistakes that show in an answer.

What goes wrong with argnums and with axes is lesson 02's: those mistakes are taken from there.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.utils.benchmark import Measurement

from autograder.answer_key.compare import equal_to, number, parts, tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.lesson_02 import ENTRIES as LESSON_02
from autograder.answer_key.lesson_02 import _laid_out as laid_out
from autograder.answer_key.lesson_02_repairs import MESSAGES as UNDER_TRANSFORMS
from autograder.answer_key.lesson_03_speedup import SPEEDUP
from autograder.observe import Cost, Other
from autograder.questions.lesson_03 import cheaper_by_shape
from autograder.questions.question import Answer

_JACREV = {mistake.slug: mistake for mistake in LESSON_02["my_jacrev"].mistakes}
_BY_VMAP = {mistake.slug: mistake for mistake in LESSON_02["jacobian_by_vmap"].mistakes}


def jacfwd_by_jvp(f: Answer, argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """Return a function of f's arguments that gives J, of shape out.shape + arg.shape, or a tuple of such."""

    def block(place: int, args: tuple[Tensor, ...]) -> Tensor:
        arg = args[place]

        def push(tangent: Tensor) -> Tensor:
            pushed: Any = torch.func.jvp(lambda part: f(*args[:place], part, *args[place + 1 :]), (arg,), (tangent,))
            moved: Tensor = pushed[1]
            return moved

        units = torch.eye(arg.numel(), dtype=arg.dtype).reshape(-1, *arg.shape)
        columns = torch.func.vmap(push)(units).movedim(0, -1)
        return columns.reshape(*columns.shape[:-1], *arg.shape)

    def jacobian(*args: Tensor) -> Any:
        if isinstance(argnums, int):
            return block(argnums, args)
        return tuple(block(place, args) for place in argnums)

    return jacobian


def times_faster(baseline: Measurement, candidate: Measurement) -> float:
    """Return the ratio of medians: 2.0 where the candidate is twice as fast."""
    return float(baseline.median / candidate.median)


def _message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


def _sizes_in_message(case: Case) -> tuple[str, str] | None:
    """Return the sizes of a primal and of the tangent that did not fit it, as torch's message prints them."""
    for seen, _ in case.pairs:
        if seen.raised and "forward gradient that has a different size" in seen.raised.message:
            sizes = [part.split("]")[0] for part in seen.raised.message.split("[")[1:]]
            if len(sizes) >= 2:
                return sizes[0], sizes[1]
    return None


def _flat_tangent(case: Case) -> bool:
    sizes = _sizes_in_message(case)
    return sizes is not None and "," in sizes[0] and "," not in sizes[1]


def _whole_identity(case: Case) -> bool:
    sizes = _sizes_in_message(case)
    return sizes is not None and sizes[1] == f"{sizes[0]}, {sizes[0]}"


def _sized_otherwise(case: Case) -> bool:
    return _sizes_in_message(case) is not None and not _flat_tangent(case) and not _whole_identity(case)


def _results(case: Case) -> list[tuple[Any, Expected]]:
    """Wrong results that did not raise, of calls of one shape."""
    calls = [(seen, e) for seen, e in case.wrong() if not seen.raised]
    return [(seen.result, e) for seen, e in calls if not any(isinstance(arg, tuple) for arg in e.args)]


def _is_every(case: Case, mistaken: Callable[[Any, Expected], bool]) -> bool:
    told = [mistaken(got, e) for got, e in _results(case)]
    return bool(told) and all(told)


def _first(part: Any) -> Any:
    return part[0] if isinstance(part, tuple) and part else part


def _value_and_tangent(got: Any, e: Expected) -> bool:
    """The pair that a jvp gives, where a tensor is asked."""
    return isinstance(e.result, Tensor) and isinstance(got, tuple) and len(got) == 2


def _holds_f(got: Any, e: Expected) -> bool:
    """Every column is f's own value."""
    got, f = _first(got), e.args[0]
    args = [arg for arg in e.args[1:] if isinstance(arg, Tensor)]
    y = f(*args)
    if not isinstance(got, Tensor) or got.numel() % y.numel():
        return False
    columns, rows = got.reshape(*y.shape, -1), got.reshape(-1, *y.shape)
    return equal_to(columns, y[..., None].expand_as(columns), True) or equal_to(rows, y.expand_as(rows), True)


def _sums_columns(got: Any, e: Expected) -> bool:
    """The sum of all columns, alone or in each column's place."""
    got, want = _first(got), _first(e.result)
    args = [arg for arg in e.args[1:] if isinstance(arg, Tensor)]
    out = e.args[0](*args).shape
    if not isinstance(got, Tensor) or got.numel() % max(1, out.numel()):
        return False
    total = want.reshape(*out, -1).sum(-1)
    columns, rows = got.reshape(*out, -1), got.reshape(-1, *out)
    return equal_to(columns, total[..., None].expand_as(columns), True) or equal_to(rows, total.expand_as(rows), True)


def _zero(got: Any, e: Expected) -> bool:
    blocks = got if isinstance(got, tuple) else (got,)
    return all(isinstance(block, Tensor) and not block.any() for block in blocks)


def _a_function(case: Case) -> bool:
    wrong = [seen.result for seen, _ in case.wrong()]
    return bool(wrong) and all(
        isinstance(got, Other) and got.type in ("function", "partial", "method") for got in wrong
    )


def _numel(shape: tuple[int, ...]) -> int:
    return torch.Size(shape).numel()


def _over_tangents(case: Case) -> Iterator[tuple[Cost, Expected]]:
    for cost, e in case.costs():
        sizes = e.call.sizes
        if cost.tangent_passes > sizes["asked"] or cost.tangent_vectors > sizes["entries"]:
            yield cost, e


def _loops_over_columns(case: Case) -> bool:
    """Wherever there are too many passes, they are of width 1, one for each entry."""
    over = list(_over_tangents(case))
    return bool(over) and all(
        cost.widest("ft") == 1 and cost.tangent_passes == e.call.sizes["entries"] for cost, e in over
    )


def _all_arguments(case: Case) -> bool:
    """Wherever too many tangents were pushed, they are those of all arguments that f has."""
    over = list(_over_tangents(case))
    return bool(over) and all(
        cost.tangent_vectors == sum(arg.numel() for arg in e.args[1:] if isinstance(arg, Tensor)) for cost, e in over
    )


_JACFWD = (
    Mistake(
        "no-function-given",
        "JAC08",
        "value",
        _message("'NoneType' object is not callable", "'Tensor' object is not callable"),
        "my_jacfwd gave no function back: nothing, or a Jacobian already.",
        "It takes f alone, and returns a function of f's arguments: `my_jacfwd(f)(x)`, as `jacfwd` does.",
        "Define `def jacobian(*args): …` inside, and return `jacobian` without calling it.",
    ),
    Mistake(
        "primals-not-a-tuple",
        "HVP06",
        "value",
        _message("Expected primals to be a tuple"),
        "`jvp` was given its primals bare.",
        "A function may have several arguments, so its primals come as a tuple, even where there is one.",
        "Write `jvp(f, (x,), (tangent,))`.",
    ),
    Mistake(
        "tangents-not-a-tuple",
        "HVP16",
        "value",
        _message("same python structure"),
        "Primals and tangents have another structure from each other.",
        "Each argument that varies has one tangent: a tuple of one beside a tuple of one.",
        "Write `jvp(f, (x,), (tangent,))`; arguments that are held fixed belong into a function around f.",
    ),
    Mistake(
        "whole-identity-as-tangent",
        "ROW10",
        "value",
        _whole_identity,
        "A whole N × N identity was given as the tangent of an argument with N entries.",
        "A tangent has its argument's shape: it says how fast each entry moves. One of them gives one column.",
        "Let vmap hand over the identity's rows: `vmap(push)(units)`.",
    ),
    Mistake(
        "basis-not-viewed",
        "VMAP04",
        "value",
        _flat_tangent,
        "The unit tangents are flat, and the argument is a matrix.",
        "A tangent has its argument's shape. `torch.eye(arg.numel())` counts its entries rightly, and lays them out in"
        " one line.",
        "View each row as the argument: `torch.eye(arg.numel(), ...).reshape(-1, *arg.shape)`.",
    ),
    Mistake(
        "tangent-sized-by-output",
        "VMAP03",
        "value",
        _sized_otherwise,
        "The tangent has another size than the argument that it moves.",
        "Forward mode starts at the inputs: there is one unit tangent for each entry of the argument, not of y.",
        "Build them from the argument: `torch.eye(arg.numel())`.",
    ),
    Mistake(
        "tangent-of-another-dtype",
        "ROW25",
        "value",
        _message("same dtype", "mat1 and mat2", "has different dtype"),
        "Tangents of one dtype met numbers of another.",
        "`torch.eye(n)` has torch's default, float32, whatever the dtype of the argument.",
        "Write `torch.eye(n, dtype=arg.dtype, device=arg.device)`.",
    ),
    Mistake(
        "pair-not-unpacked",
        "HVP04",
        "value",
        lambda case: case.raised("'tuple' object", "but got tuple") or _is_every(case, _value_and_tangent),
        "A pair came back, or was worked with, where its second entry is meant.",
        "`jvp` returns (f(x), J t): the value beside the tangent.",
        "Take the second: `_, moved = jvp(...)`, or `jvp(...)[1]`.",
    ),
    *UNDER_TRANSFORMS,
    Mistake(
        "value-for-tangent",
        "HVP04",
        "value",
        lambda case: _is_every(case, _holds_f),
        "Every column is f's own value.",
        "`jvp` returns (f(x), J t), in this order.",
        "Take the second entry of the pair.",
    ),
    Mistake(
        "ones-for-unit-vectors",
        "ROW01",
        "value",
        lambda case: _is_every(case, _sums_columns),
        "You gave the sum of J's columns.",
        "A tangent of ones moves all entries at once: J t with t = (1, …, 1).",
        "Use one unit tangent for each entry, and keep the columns apart.",
    ),
    Mistake(
        "not-connected",
        "JAC11",
        "value",
        lambda case: _is_every(case, _zero),
        "Zeros everywhere, where f does depend on its argument.",
        "The function that was differentiated does not use what it is given: it takes the argument from the lines"
        " around it, or a detached copy. So nothing moves when its own argument moves.",
        "Put the varying part where it belongs: `f(*args[:place], part, *args[place + 1 :])`.",
    ),
    replace(
        _JACREV["argnums-ignored"],
        next_step="Make a function of the chosen argument alone, the others held fixed, and push its tangents.",
    ),
    _JACREV["argnums-in-another-order"],
    _JACREV["tuple-of-one-unwrapped"],
    replace(
        _JACREV["left-flat"], next_step="Give the columns their argument's axes: `.reshape(*y_shape, *arg.shape)`."
    ),
    Mistake(
        "inputs-left-flat",
        "",
        "value",
        laid_out(lambda out, arg: (*out, _numel(arg))),
        "All numbers are right, but the argument's axes are still one.",
        "vmap adds a single axis, that of the unit tangents. Where the argument is a matrix, it stands for two.",
        "After moving that axis to the end, `.reshape(*columns.shape[:-1], *arg.shape)`.",
    ),
    replace(
        _JACREV["transposed"],
        catalogue="ROW18",
        saw="Input axes come first, output axes after: what you have is the transpose.",
        why="vmap puts the axis that it ran over first. Here that axis counts columns, and J's shape is out.shape +"
        " arg.shape.",
        next_step="Move it to the end, with `.movedim(0, -1)` or `out_dims=-1`.",
    ),
    Mistake(
        "inputs-first-and-flat",
        "ROW18",
        "value",
        laid_out(lambda out, arg: (_numel(arg), *out), turned=True),
        "The axis that counts the argument's entries is still first, and still one.",
        "vmap puts the axis that it ran over first. Here that axis counts columns, and stands for all of the argument's"
        " axes.",
        "Move it to the end, then reshape: `.movedim(0, -1).reshape(*out_shape, *arg.shape)`.",
    ),
    replace(
        _JACREV["wrong-flattening-order"],
        next_step="Move vmap's axis to the end first; only then split it by `reshape` into the argument's axes.",
    ),
    Mistake(
        "loop-over-columns",
        "",
        "",
        lambda case: bool({"cost", "method"} & case.failed) and _loops_over_columns(case),
        "Each column had a tangent pass of its own, of width 1.",
        "Python waits for every pass, and each one evaluates f again beside it.",
        "Give `vmap` all unit tangents at once: one pass, as wide as the argument has entries.",
    ),
    Mistake(
        "arguments-not-asked-for",
        "",
        "cost",
        _all_arguments,
        "Tangents of all arguments were pushed, also of those that argnums leaves out.",
        "A pass is as wide as there are entries to move. For predict(weight, bias, x), the weight alone has far more"
        " of them than x.",
        "Push the unit tangents of the chosen arguments alone.",
    ),
    Mistake(
        "more-tangents-than-needed",
        "",
        "cost",
        lambda case: "tangents" in case.over,
        "More tangent passes than the budget allows, or wider ones: {finding}.",
        "One pass moves all entries of an argument, each in a column of its own.",
        "Count the passes for one argument: with vmap around the jvp there is one.",
    ),
)


def _narrower(e: Expected) -> int:
    return min(e.call.sizes["M"], e.call.sizes["N"])


def _over_sweeps(case: Case) -> list[tuple[Cost, int, int]]:
    """Return the calls that were too dear: their cost, M and N."""
    return [
        (cost, e.call.sizes["M"], e.call.sizes["N"])
        for cost, e in case.costs()
        if cost.backward_passes + cost.tangent_passes > 1 or cost.backward_vectors + cost.tangent_vectors > _narrower(e)
    ]


def _whole_reverse(cost: Cost, m: int, n: int) -> bool:
    return m > n and (cost.backward_passes, cost.backward_vectors, cost.tangent_passes) == (1, m, 0)


def _whole_forward(cost: Cost, m: int, n: int) -> bool:
    return m < n and (cost.tangent_passes, cost.tangent_vectors, cost.backward_passes) == (1, n, 0)


def _border_moved(case: Case) -> bool:
    """One whole pass, of the wrong mode, and only where M and N are within a factor of 2."""
    over = _over_sweeps(case)
    return bool(over) and all(
        max(m, n) <= 2 * min(m, n) and (_whole_reverse(c, m, n) or _whole_forward(c, m, n)) for c, m, n in over
    )


def _wrong_mode(case: Case) -> tuple[bool, bool]:
    """Tell whether reverse mode was taken for tall ones, and forward mode for wide ones, and nothing else is amiss."""
    over = _over_sweeps(case)
    tall, wide = (any(which(*each) for each in over) for which in (_whole_reverse, _whole_forward))
    told = all(_whole_reverse(*each) or _whole_forward(*each) for each in over)
    return (tall, wide) if over and told and not _border_moved(case) else (False, False)


def _both_modes(case: Case) -> bool:
    over = _over_sweeps(case)
    return bool(over) and all(cost.backward_passes and cost.tangent_passes for cost, _, _ in over)


def _one_at_a_time(case: Case) -> bool:
    over = _over_sweeps(case)
    return bool(over) and all(
        max(cost.widest("fr"), cost.widest("ft")) == 1
        and not (cost.backward_passes and cost.tangent_passes)
        and cost.backward_passes + cost.tangent_passes in (m, n)
        for cost, m, n in over
    )


_CHEAPEST = (
    Mistake(
        "function-not-called",
        "JAC08",
        "value",
        _a_function,
        "You gave back a function, not a matrix.",
        "`jacrev(f)` makes the function x ↦ J(x). It computes nothing yet.",
        "Call what it returns: `jacrev(f)(x)`.",
    ),
    Mistake(
        "argnums-not-a-number",
        "JAC05",
        "value",
        _message("argnums must be int"),
        "argnums was given something other than an int or a tuple of ints.",
        "The second argument of `jacrev` and `jacfwd` is argnums, not x; and a list is no tuple.",
        "Write `jacrev(f)(x)`.",
    ),
    Mistake(
        "argnums-out-of-range",
        "JAC06",
        "value",
        _message("Got argnum"),
        "argnums names an argument that f has not got.",
        "f takes x alone, and it has number 0.",
        "Leave argnums out.",
    ),
    Mistake(
        "chunked-forward-mode",
        "JAC16",
        "value",
        _message("unexpected keyword argument 'chunk_size'"),
        "`jacfwd` was given a chunk_size, and knows none.",
        "Only `jacrev` and `vmap` take one.",
        "Leave it out: the budget asks for one pass.",
    ),
    Mistake(
        "chunk-size-zero",
        "JAC17",
        "value",
        _message("`chunk_size` should be greater than 0"),
        "chunk_size came out as 0.",
        "A chunk has one row at least.",
        "Leave it out: the budget asks for one pass.",
    ),
    Mistake(
        "functional-forward-mode",
        "JAC20",
        "value",
        _message("only implemented for `vectorize=True`"),
        "`torch.autograd.functional.jacobian` refuses forward mode without `vectorize=True`.",
        "It is the older interface, and this exercise is about the newer.",
        "Use `torch.func.jacfwd`.",
    ),
    *(
        _BY_VMAP[slug]
        for slug in (
            "no-cotangent",
            "graph-freed",
            "not-in-the-graph",
            "input-not-tracked",
            "whole-identity-as-cotangent",
            "cotangent-sized-by-input",
            "tuple-not-unpacked",
        )
    ),
    *(_mistake for _mistake in _JACFWD if _mistake.slug in ("primals-not-a-tuple", "tangents-not-a-tuple")),
    *(_mistake for _mistake in _JACFWD if _mistake.slug in ("whole-identity-as-tangent", "tangent-sized-by-output")),
    *UNDER_TRANSFORMS,
    replace(
        _BY_VMAP["transposed"],
        catalogue="ROW18",
        next_step="Rows come out of reverse mode along dim 0. Columns come out of vmap over a jvp along dim 0 too, and"
        " belong along dim 1.",
    ),
    Mistake(
        "columns-transposed",
        "ROW18",
        "value",
        lambda case: _is_every(
            case,
            lambda got, e: (
                isinstance(got, Tensor)
                and e.call.sizes["N"] < e.call.sizes["M"]
                and equal_to(got, e.result.T, loosely=True)
            ),
        ),
        "Tall Jacobians come out transposed, wide ones are right.",
        "vmap puts the axis that it ran over first. Over a jvp that axis counts columns.",
        "Give that vmap `out_dims=1`, or transpose its result.",
    ),
    _BY_VMAP["wrong-flattening-order"],
    Mistake(
        "border-moved",
        "JAC03",
        "cost",
        _border_moved,
        "Near square you took the wider pass.",
        "On a clock the border is no sharp line, and reverse mode has a small edge there. By width it is: for"
        " N < M ≤ 2N forward mode's N is the smaller number, and the budget counts widths.",
        "Compare M with N themselves, without a margin.",
    ),
    Mistake(
        "modes-swapped",
        "JAC01",
        "cost",
        lambda case: _wrong_mode(case) == (True, True),
        "You took reverse mode for tall Jacobians and forward mode for wide ones.",
        "Reverse mode gives rows, so its pass is M wide. Forward mode gives columns, so its pass is N wide.",
        "Turn the comparison round.",
    ),
    Mistake(
        "reverse-for-tall",
        "JAC01",
        "cost",
        lambda case: _wrong_mode(case) == (True, False),
        "A tall Jacobian was built by rows: a pass of width M, where N is smaller.",
        "There are fewer columns than rows, and a tangent pass gives a column for each of its vectors.",
        "Where N < M, use forward mode.",
    ),
    Mistake(
        "forward-for-wide",
        "JAC02",
        "cost",
        lambda case: _wrong_mode(case) == (False, True),
        "A wide Jacobian was built by columns: a pass of width N, where M is smaller.",
        "There are fewer rows than columns, and a backward pass gives a row for each of its vectors.",
        "Where M < N, use reverse mode.",
    ),
    Mistake(
        "both-modes",
        "",
        "cost",
        _both_modes,
        "Both modes ran.",
        "Two Jacobians cost more than either: the choice has to be made before.",
        "Compare M and N, and then build one.",
    ),
    Mistake(
        "one-vector-a-pass",
        "ROW19",
        "cost",
        _one_at_a_time,
        "Many passes of width 1.",
        "Each row or column had a pass of its own, and Python waited for every one of them.",
        "Send all unit vectors at once: `jacrev` and `jacfwd` do, and so does vmap.",
    ),
    Mistake(
        "more-than-one-pass",
        "",
        "cost",
        lambda case: "sweeps" in case.over,
        "More than one pass of width min(M, N): {finding}.",
        "The narrower mode gives all of J in one go.",
        "Count the passes of your code on an f with M = 17 and N = 3: there should be one, of width 3.",
    ),
)

ENTRIES = {
    "my_jacfwd": Entry(jacfwd_by_jvp, _JACFWD, parts),
    "cheapest_jacobian": Entry(cheaper_by_shape, _CHEAPEST, tensor),
    "speedup": Entry(times_faster, SPEEDUP, number),
}
