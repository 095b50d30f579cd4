"""Key to lesson 02's three broken functions: references, and what goes wrong under vmap.

`MESSAGES` are mistakes that torch itself names; any function that is mapped can make them.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, parts
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.observe import Raised, tensors_of


def branch_by_where(x: Tensor) -> Tensor:
    """Return sin x where x.sum() > 0, else cos x. Shapes: (N,) → (N,)."""
    return torch.where(x.sum() > 0, x.sin(), x.cos())


def running_squares(x: Tensor) -> Tensor:
    """Return y with y[i] = x[0]² + … + x[i]². Shapes: (N,) → (N,)."""
    return (x * x).cumsum(0)


def unit_vector(x: Tensor) -> Tensor:
    """Return x / ‖x‖. Shapes: (N,) → (N,)."""
    norm: Tensor = torch.linalg.vector_norm(x)
    return x / norm


def _raised(case: Case) -> Raised | None:
    return next((seen.raised for seen, _ in case.pairs if seen.raised), None)


def _message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


_ASKS_FOR_A_NUMBER = "calling .item() on a Tensor"


def _remakes_a_tensor(case: Case) -> bool:
    error = _raised(case)
    if error is None:
        return False
    listed = _ASKS_FOR_A_NUMBER in error.message and "tensor([" in (error.line or "")
    # Of a single tensor `torch.tensor` makes a copy, and under a transform cuts it off in place.
    return listed or ("detach views in-place" in error.message and "tensor(" in (error.line or ""))


MESSAGES = (
    Mistake(
        "requires-grad-inside",
        "VMAP01",
        "value",
        _message("call Tensor.requires_grad_()"),
        "A tensor was asked to require grad inside a function that is being transformed.",
        "`requires_grad_()`, and `torch.autograd.functional` with it, begin a record of their own. Inside vmap or"
        " jacrev the transform keeps the record.",
        "Make the leaf and call f outside of what is mapped, or use `torch.func.vjp`.",
    ),
    Mistake(
        "tensor-remade",
        "VMAP12",
        "value",
        _remakes_a_tensor,
        "A new tensor was made from tensors by `torch.tensor(…)`.",
        "It asks each of them for its Python number, as `.item()` does. A batch has no one number to give, and the"
        " derivative would be cut off there.",
        "Use `torch.stack([…])`, which keeps them tensors.",
    ),
    Mistake(
        "item-under-vmap",
        "VMAP11",
        "value",
        lambda case: case.raised(_ASKS_FOR_A_NUMBER) and not _remakes_a_tensor(case),
        "A tensor was asked for its Python number.",
        "`.item()`, `float()`, `int()`, `math.sqrt`, a tensor as an index or as a slice's bound: each wants one"
        " number, and under vmap there is one for each sample. Nor would a derivative pass through a Python number.",
        "Let it stay a tensor of shape (): those divide, multiply and compare just as well.",
    ),
    Mistake(
        "branch-on-tensor",
        "VMAP14",
        "value",
        _message("data-dependent control flow"),
        "A tensor decided a Python `if`, `while`, `and`, `max` or the like.",
        "Python takes one branch for the whole batch, and the samples of a batch disagree.",
        "Compute both branches, and choose with `torch.where`.",
    ),
    Mistake(
        "dynamic-shape",
        "VMAP15",
        "value",
        _message("dynamic shape"),
        "A boolean mask, `nonzero` or `unique` picked out entries.",
        "How many it picks depends on the numbers, so each sample's result would have another shape.",
        "Keep the shape: choose with `torch.where`, or multiply by the mask.",
    ),
    Mistake(
        "in-place-under-vmap",
        "VMAP16",
        "value",
        _message("is not possible because there exists a Tensor", "doesn't match the broadcast shape"),
        "A batch was written into a tensor that is no batch.",
        "Under vmap each x[i] stands for a whole batch of numbers. A `torch.zeros(n)` made inside is one plain tensor:"
        " there is room for one sample only.",
        "Put results together without writing: `torch.stack`, `torch.cat`, `cumsum`.",
    ),
    Mistake(
        "randomness-not-said",
        "VMAP18",
        "value",
        _message("randomness error mode"),
        "A random number was drawn under vmap.",
        "torch can't know whether all samples are to share it.",
        'Nothing here needs randomness; where it does, say `vmap(..., randomness="different")`, or "same".',
    ),
    Mistake(
        "batch-axis-assumed",
        "VMAP20",
        "value",
        _message("Dimension out of range"),
        "An axis was named that x has not got.",
        "The function sees one sample of shape (N,), also under vmap: its only axis is 0 (or -1). The batch axis is"
        " hidden from it.",
        "Write it for one sample: `dim=0`, or `dim=-1`.",
    ),
    Mistake(
        "numbers-taken-out",
        "VMAP21",
        "value",
        _message("Cannot access data pointer", "Can't call numpy()", "accessing `data` under vmap"),
        "`.numpy()`, `.tolist()` or `.data` wanted the memory behind the tensor.",
        "Under a transform the tensor is a stand-in for a batch, or for a number with its record: there is no plain"
        " memory to hand out, and the record would be lost.",
        "Stay with torch's operations from x to the result.",
    ),
    Mistake(
        "returns-no-tensor",
        "VMAP22",
        "value",
        _message("must only return Tensors", "to return only tensors"),
        "What came back is no tensor.",
        "A transform has to know the result's numbers, so it takes tensors (and tuples of them), not a Python number,"
        " nor the None of a function without `return`.",
        "Return the tensor that you computed.",
    ),
    Mistake(
        "tensor-escaped",
        "VMAP23",
        "value",
        _message("may have escaped", "batched == nullptr"),
        "A tensor of one transform was met again outside of it.",
        "Something inside the function is kept in a global, an attribute or a default argument. When the transform is"
        " over, that tensor means nothing any more.",
        "Keep nothing: compute all from x.",
    ),
    Mistake(
        "backward-inside",
        "VMAP24",
        "value",
        _message("backward() called inside"),
        "`.backward()` was called inside a transform.",
        "It writes into `.grad`, behind the transform's back.",
        "Use `torch.func.vjp`, or `torch.autograd.grad`, whose result is returned.",
    ),
    Mistake(
        "old-function",
        "VMAP25",
        "value",
        _message("must override the setup_context", "does not have vmap support", "generate_vmap_rule"),
        "Your `autograd.Function` can't be transformed.",
        "Transforms need the new form: `forward` without ctx, a `setup_context`, and a rule for vmap.",
        "Write `setup_context`, and set `generate_vmap_rule = True`; or use torch's own operations.",
    ),
    Mistake(
        "unmapped-argument",
        "VMAP07",
        "value",
        _message("same size in the mapped dimension", "We cannot vmap over non-Tensor arguments"),
        "vmap was told, or left, to map over an argument that is the same for every sample.",
        "Without `in_dims` it maps over axis 0 of every argument.",
        "Say None for what stays fixed, as in `in_dims=(0, None)`, or take it from the surrounding function.",
    ),
    Mistake(
        "in-dims-mismatched",
        "VMAP08",
        "value",
        _message("in_dims is not compatible"),
        "`in_dims` has another number of entries than there are arguments.",
        "A tuple of in_dims has one entry for each argument: an axis, or None.",
        "Count the arguments of the call, or give one number for all.",
    ),
    Mistake(
        "nothing-mapped",
        "VMAP09",
        "value",
        _message("at least one Tensor to vmap over"),
        "vmap has nothing to map over.",
        "Every entry of `in_dims` is None, or no argument is a tensor.",
        "Give the argument that counts samples (here, the unit vectors) an axis: 0.",
    ),
    Mistake(
        "cotangents-not-paired",
        "VMAP05",
        "value",
        _message("pytree structure of cotangents"),
        "The cotangent has another structure than f's output.",
        "Where f gives one tensor, the pullback wants one tensor; where it gives a tuple, a tuple.",
        "Call it as `pullback(v)`, with v of y's shape.",
    ),
)

_ALONE, _MAPPED, _SLOPE = "by itself", "under vmap", "under jacrev"


def _changes_its_input(case: Case) -> bool:
    return any("earlier" not in change for seen, _ in case.pairs for change in seen.changed)


def _written_over(message: Mistake) -> Mistake:
    """A mistake that torch names, where x itself was not written over: that is told before."""
    shows = message.shows
    return Mistake(
        message.slug,
        message.catalogue,
        message.criterion,
        lambda case: shows(case) and not _changes_its_input(case),
        message.saw,
        message.why,
        message.next_step,
    )


def _gives(mistaken: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Tell whether every wrong call's values are those of another function, and one call at least tells it."""

    def shows(case: Case) -> bool:
        wrong = [(seen.result, e) for seen, e in case.wrong()]
        told = [isinstance(got, dict) and _is_that(got, e, mistaken) for got, e in wrong]
        return bool(told) and all(told) and not _values_right_slopes_wrong(case)

    return shows


def _is_that(got: dict[str, Any], e: Expected, mistaken: Callable[[Tensor], Tensor]) -> bool:
    (x,), batch = e.args, e.call.kwargs["X"]
    wants = ((_ALONE, mistaken(x)), (_MAPPED, torch.stack([mistaken(each) for each in batch])))
    return all(isinstance(part := got.get(key), Tensor) and equal_to(part, want, loosely=True) for key, want in wants)


def _agrees(got: Any, e: Expected, key: str) -> bool:
    part, want = got.get(key) if isinstance(got, dict) else None, e.result[key]
    return isinstance(part, Tensor) and part.dtype == want.dtype and equal_to(part, want)


def _values_right_slopes_wrong(case: Case) -> bool:
    """All values are right, alone and mapped; derivatives are not."""
    told = [_agrees(seen.result, e, _ALONE) and _agrees(seen.result, e, _MAPPED) for seen, e in case.wrong()]
    return bool(told) and all(told) and not _changes_its_input(case)


def _finite(case: Case) -> bool:
    return all(bool(part.isfinite().all()) for seen, _ in case.wrong() for part in tensors_of(seen.result))


def _slope_misses(mistaken: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Values are right, and each wrong derivative is that of the mistake."""

    def shows(case: Case) -> bool:
        wrong = [(seen.result, e) for seen, e in case.wrong()]
        return _values_right_slopes_wrong(case) and all(
            isinstance(part := got.get(_SLOPE), Tensor) and equal_to(part, mistaken(e.args[0]), True)
            for got, e in wrong
        )

    return shows


def _right_by_itself(case: Case) -> bool:
    """Wherever something is wrong, it is wrong under vmap, and right by itself."""
    told = [_agrees(seen.result, e, _ALONE) and not _agrees(seen.result, e, _MAPPED) for seen, e in case.wrong()]
    return bool(told) and all(told)


def _one_divisor(case: Case) -> bool:
    """Mapped samples are x over a number that is the same for all of them."""
    return all(_over_one_number(seen.result[_MAPPED], e.call.kwargs["X"]) for seen, e in case.wrong())


def _over_one_number(got: Any, batch: Tensor) -> bool:
    if not isinstance(got, Tensor) or got.shape != batch.shape:
        return False
    divisor = batch.norm() / got.norm()
    return equal_to(got, batch / divisor, loosely=True)


def _border_moved(case: Case) -> bool:
    """The sine begins a little above 0, or a little below it."""
    above, below = (_gives(lambda x, at=at: torch.where(x.sum() > at, x.sin(), x.cos())) for at in (1e-4, -1e-4))  # type: ignore[misc]
    return above(case) or below(case)


def _of_another_length(case: Case) -> bool:
    """Every wrong result is x over a number that is neither ‖x‖ nor a usual mistake for it."""
    wrong = [
        (seen.result.get(_ALONE), e.args[0])
        for seen, e in case.wrong()
        if isinstance(seen.result, dict) and not _agrees(seen.result, e, _ALONE)
    ]
    along = [isinstance(got, Tensor) and _points_along(got, x) for got, x in wrong]
    return bool(along) and all(along) and not any(_gives(each)(case) for each in (_by_square, *_BY_OTHER_NORMS))


def _points_along(got: Tensor, x: Tensor) -> bool:
    """Tell whether got is x over a number, to the last digits: rounding on the way turns it a little."""
    if got.shape != x.shape or got.dtype != x.dtype:
        return False
    shares = got / x
    return bool((shares - shares[0]).abs().max() <= 64 * torch.finfo(x.dtype).eps * shares[0].abs())


def _by_square(x: Tensor) -> Tensor:
    return x / (x * x).sum()


_BY_OTHER_NORMS: tuple[Callable[[Tensor], Tensor], ...] = (lambda x: x / x.norm(1), lambda x: x / x.norm(float("inf")))


_COMMON = (
    Mistake(
        "input-overwritten",
        "VMAP17",
        "value",
        _changes_its_input,
        "The input is no longer as it was: x, or the whole batch X behind it, was written over.",
        "Inside the function x looks like a sample of its own, but under vmap it is a view of the caller's batch: to"
        " write there raises no error, and changes what the caller holds.",
        "Build new tensors: no `x[i] = …`, no `x += …`, no operation that ends in an underscore on x.",
    ),
    *(_written_over(message) for message in MESSAGES),
)


def _cut_off(slug: str, saw: str) -> Mistake:
    return Mistake(
        slug,
        "ROW14",
        "value",
        lambda case: _values_right_slopes_wrong(case) and _finite(case),
        saw,
        "`.detach()`, `.data`, `no_grad` or a tensor made anew gives the right number and forgets where it came from:"
        " for the derivative it is a constant.",
        "Let every tensor between x and the result be computed by torch's operations, with nothing detached.",
    )


_BRANCHLESS = (
    *_COMMON,
    Mistake(
        "zero-in-the-wrong-branch",
        "",
        "value",
        _gives(lambda x: torch.where(x.sum() >= 0, x.sin(), x.cos())),
        "A sum of exactly 0 took the sine.",
        "The sine is for x.sum() > 0; 0 is not above 0.",
        "Compare with `>`, and let everything else be the cosine.",
    ),
    Mistake(
        "border-beside-zero",
        "",
        "value",
        _border_moved,
        "A sum barely above 0 took the cosine, or one barely below 0 the sine.",
        "The sine is for x.sum() > 0, however near. A threshold of its own, or a steep sigmoid, moves the border.",
        "Compare with 0 itself: `x.sum() > 0`.",
    ),
    Mistake(
        "chosen-entry-by-entry",
        "",
        "value",
        _gives(lambda x: torch.where(x > 0, x.sin(), x.cos())),
        "Each entry chose its branch by itself.",
        "The condition is one for the whole of x: the sign of its sum.",
        "Use `x.sum() > 0`, of shape (); `torch.where` spreads it over x.",
    ),
    Mistake(
        "branches-swapped",
        "",
        "value",
        _gives(lambda x: torch.where(x.sum() > 0, x.cos(), x.sin())),
        "The cosine came where the sine belongs, and the other way round.",
        "`torch.where(condition, a, b)` takes a where the condition holds.",
        "Swap the two.",
    ),
    Mistake(
        "one-branch-for-the-batch",
        "VMAP14",
        "value",
        _right_by_itself,
        "By itself it is right; mapped, samples got a branch that is not theirs.",
        "The branch was chosen once for the whole batch.",
        "Choose with `torch.where` on a condition made from x, which differs from sample to sample.",
    ),
    _cut_off("slope-cut-off", "The values are right, and the derivative is not."),
)

_OUT_OF_PLACE = (
    *_COMMON,
    Mistake(
        "running-sum-not-of-squares",
        "",
        "value",
        _gives(lambda x: x.cumsum(0)),
        "These are running sums of x, not of its squares.",
        "y[i] adds x[0]² to x[i]².",
        "Square first: `(x * x).cumsum(0)`.",
    ),
    Mistake(
        "only-squares",
        "",
        "value",
        _gives(lambda x: x * x),
        "These are the squares, not yet added up.",
        "y[i] holds all squares up to x[i]².",
        "Add them up along x, with `cumsum(0)` or a running total.",
    ),
    Mistake(
        "own-square-left-out",
        "",
        "value",
        _gives(lambda x: (x * x).cumsum(0) - x * x),
        "y[i] lacks x[i]² itself.",
        "The sum goes up to i, and includes it: y[0] is x[0]².",
        "Add x[i]² before you keep the total.",
    ),
    Mistake(
        "summed-over-the-batch",
        "VMAP20",
        "value",
        _right_by_itself,
        "By itself it is right; mapped, samples got mixed up.",
        "Something in it depends on more than the one sample.",
        "Write it for one x of shape (N,), and let vmap add the batch.",
    ),
    _cut_off("slope-cut-off", "The values are right, and the derivative is not."),
)

_ITEMLESS = (
    *_COMMON,
    Mistake(
        "norm-held-constant",
        "ROW14",
        "value",
        _slope_misses(lambda x: torch.eye(len(x), dtype=x.dtype) / x.norm()),
        "The derivative is that of x / c, with the norm as a constant c.",
        "‖x‖ moves as x moves. A norm that is detached, taken from `.data` or under `no_grad` has the right value, and"
        " no record.",
        "Divide by `x.norm()` itself. For N = 1 the right derivative is 0.",
    ),
    Mistake(
        "one-norm-for-the-batch",
        "",
        "value",
        lambda case: _right_by_itself(case) and _one_divisor(case),
        "By itself it is right; mapped, samples were divided by a norm that is not theirs.",
        "The norm was taken over more than the one sample.",
        "Take the norm of x as the function sees it, of shape (N,).",
    ),
    Mistake(
        "norm-not-rooted",
        "",
        "value",
        _gives(_by_square),
        "x was divided by ‖x‖², not by ‖x‖.",
        "The Euclidean norm is the square root of the sum of squares.",
        "Take `.sqrt()` of that sum, or `x.norm()`.",
    ),
    Mistake(
        "another-norm",
        "",
        "value",
        lambda case: any(_gives(each)(case) for each in _BY_OTHER_NORMS),
        "x was divided by another norm.",
        "‖x‖ here is the Euclidean norm, the root of the sum of squares.",
        "`x.norm()`, or `torch.linalg.vector_norm(x)`, with no order given.",
    ),
    Mistake(
        "length-not-one",
        "",
        "value",
        _of_another_length,
        "Your result points along x, and its length is not always 1.",
        "Something added to ‖x‖ or under its root, or a bound on it, keeps a division from 0, and moves the lengths of"
        " all vectors or of small ones.",
        "Divide by `x.norm()` as it is. A guard of `clamp_min(1e-12)` moves nothing that is asked here.",
    ),
    _cut_off("slope-cut-off", "The values are right, and the derivative is not."),
)

ENTRIES = {
    "branchless": Entry(branch_by_where, _BRANCHLESS, parts),
    "out_of_place": Entry(running_squares, _OUT_OF_PLACE, parts),
    "itemless": Entry(unit_vector, _ITEMLESS, parts),
}
