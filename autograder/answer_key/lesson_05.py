"""Key to lesson 05: references, and the BATCH mistakes that show in an answer."""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, tensor, truth
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.lesson_01 import ENTRIES as LESSON_01
from autograder.observe import Other
from autograder.questions.draw import Function
from autograder.questions.lesson_05 import jacobians_by_vmap
from autograder.questions.lesson_05_calls import APART, BARELY, ONE_OUTPUT, ONE_WAY, SAME_BATCH, SUMMED_AWAY

_ROWS = {mistake.slug: mistake for mistake in LESSON_01["jacobian_by_rows"].mistakes}
# Below this share of its largest entry a gradient of one row by another is rounding.
_ROUNDING = {torch.float64: 1e-10, torch.float32: 1e-5}


def jacobians_by_sum(f: Function, batch: Tensor) -> Tensor:
    """Return J of every sample: rows are independent, so their sum hides nothing. Shapes: (B, N) → (B, M, N)."""
    summed: Tensor = torch.func.jacrev(lambda rows: f(rows).sum(0))(batch)
    return summed.movedim(0, 1)


def apart_by_cotangents(f: Function, batch: Tensor) -> bool:
    """Tell whether rows are independent, one output row at a time, by a random cotangent. Shapes: batch (B, N)."""
    leaf = batch.detach().requires_grad_()
    reached = f(leaf)
    weights = torch.randn(reached.shape, generator=torch.Generator().manual_seed(0), dtype=batch.dtype)
    for row, (output, weight) in enumerate(zip(reached, weights, strict=True)):
        (reach,) = torch.autograd.grad(output, leaf, weight, retain_graph=True)
        sizes = reach.abs().amax(1)
        largest = sizes.max().item()
        sizes[row] = 0
        if sizes.max().item() > _ROUNDING[batch.dtype] * largest:
            return False
    return True


def hessians_by_vmap(f: Function, batch: Tensor) -> Tensor:
    """Return H of every output of every sample. Shapes: batch (B, N), f: (N,) → (M,) → (B, M, N, N)."""
    mapped: Tensor = torch.func.vmap(torch.func.hessian(f))(batch)
    return mapped


def _gives(*makes: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Look for what a mistake makes of the right result, where B, M and N are large enough to tell."""

    def with_one(make: Callable[[Tensor], Tensor]) -> Callable[[Expected], Tensor | None]:
        return lambda e: make(e.result) if min(e.result.shape) > 1 else None

    return lambda case: any(case.gives(with_one(make)) for make in makes)


def _scaled(case: Case, power: int) -> bool:
    def scaled(e: Expected) -> Tensor | None:
        result: Tensor = e.result
        return result * float(e.call.sizes["B"]) ** power if e.call.sizes["B"] > 1 else None

    return case.gives(scaled)


def _message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


def _pairs_samples(inputs: int) -> Callable[[Case], bool]:
    """A result with a batch axis for the output and one more for each input that it is differentiated by."""

    def shows(case: Case) -> bool:
        told = []
        for seen, expected in case.wrong():
            b, m, n = (expected.call.sizes[letter] for letter in "BMN")
            if isinstance(seen.result, (Tensor, Other)) and b > 1:
                told.append(tuple(seen.result.shape or ()) == (b, m, *(b, n) * inputs))
        return bool(told) and all(told)

    return shows


def _chunked(case: Case) -> bool:
    """More than one forward, and more than one sample in most of them."""
    over = [(cost, e) for cost, e in case.costs() if cost.count("f") > 2 and "fr" not in case.over]
    return bool(over) and all(1 < cost.widest("f") < e.call.sizes["B"] for cost, e in over)


def _a_forward_for_each_output(case: Case) -> bool:
    counts = [(cost.count("f"), cost.widest("f"), e.call.sizes) for cost, e in case.costs()]
    return bool(counts) and all(
        width == sizes["B"] and forwards > 1 and forwards % sizes["M"] in (0, 1) for forwards, width, sizes in counts
    )


def _loops(case: Case) -> bool:
    return bool({"method", "cost"} & case.failed) and all(
        cost.widest("f") == 1 and cost.count("f") >= e.call.sizes["B"] for cost, e in case.costs()
    )


def _barred(case: Case) -> list[str]:
    """What the question's own rule says of each counted call."""
    bars = case.question.rules.bars
    seen = ((cost, seen.used, e.call.sizes) for seen, e in case.pairs if (cost := seen.cost) is not None)
    return [says for cost, used, sizes in seen if bars and (says := bars(cost.passes, used, sizes)) is not None]


def _is_vast(case: Case) -> bool:
    return "peak" in case.over and not _loops(case)


_UNDER_VMAP = (
    Mistake(
        "item-under-vmap",
        "BATCH21",
        "value",
        _message("calling .item()", "data-dependent control flow"),
        "A Python number was asked of a tensor that stands for all samples at once.",
        "Under vmap each sample has a number of its own, so `.item()`, `float(...)` and `if` have no one answer.",
        "Keep it a tensor: index with it, or choose by `torch.where`.",
    ),
    Mistake(
        "randomness-under-vmap",
        "BATCH17",
        "value",
        _message("randomness error mode"),
        "Random numbers were drawn under vmap, which was not told whether samples share them.",
        "Both are sensible: one draw for all samples (`same`), or one each (`different`).",
        "A derivative needs none; where you do need them, draw before, or pass `randomness=`.",
    ),
    Mistake(
        "in-dims-malformed",
        "BATCH20",
        "value",
        _message("in_dims"),
        "vmap could not match its in_dims with the arguments.",
        "in_dims has one entry for each argument of the mapped function: an axis, or None for what all samples share.",
        "With X the only argument, leave in_dims out: 0 is its default.",
    ),
    Mistake(
        "functional-under-vmap",
        "BATCH25",
        "value",
        lambda case: (
            any("torch.autograd.functional" in name for seen, _ in case.pairs for name in seen.used)
            and any(seen.raised for seen, _ in case.pairs)
        ),
        "torch.autograd.functional was put under vmap, and failed there.",
        "It is built on `backward` and on leaves that require grad; vmap maps functions made of torch's operations.",
        "Use `torch.func.jacrev` or `jacfwd`: they are made to be mapped.",
    ),
    Mistake(
        "ragged-batch",
        "BATCH22",
        "value",
        _message("stack expects each tensor to be equal size"),
        "Tensors of different shapes were stacked.",
        "A batch is a box: every sample has the same shape.",
        "Print the shapes that go into the stack. Which of them should not be there, or was cut short?",
    ),
)

_F_SEES_THE_BATCH = Mistake(
    "whole-batch-into-f",
    "BATCH10",
    "value",
    _message("cannot be multiplied", "size mismatch", "must match the size", "Expected size for first two"),
    "f was handed something other than the one sample, of shape (N,), that it is made for.",
    "f knows nothing of batches: the batch axis, or an axis that `unsqueeze` added, meets f's weights where N belongs.",
    "Let vmap take the batch axis away: `vmap(g)(X)` calls g with one row of X.",
)
_SINGLETON = Mistake(
    "singleton-axis",
    "BATCH11",
    "value",
    _gives(*(lambda right, at=at: right.unsqueeze(at) for at in (1, 2, 3))),
    "The numbers are right, with an axis of length 1 among them.",
    "An `unsqueeze` (or an index like `x[None]`) adds an axis, and every derivative carries it on.",
    "Take it out where it came in, or index it away at the end.",
)
_OUT_DIMS = Mistake(
    "batch-axis-last",
    "BATCH23",
    "value",
    _gives(lambda right: right.movedim(0, -1)),
    "The numbers are right; the batch axis is the last one.",
    "`out_dims` says where vmap puts the batch axis; it is 0 unless told.",
    "Leave `out_dims` out: the course has the batch axis first.",
)
_NOT_MOVED = Mistake(
    "axes-not-moved",
    "BATCH03",
    "value",
    _gives(lambda right: right.movedim(0, 1)),
    "The numbers are right; the first two axes have changed places.",
    "The derivative of the sum has the output's axis first: (M, B, N).",
    "End with `.movedim(0, 1)`.",
)
_RESHAPED = Mistake(
    "reshaped-for-moved",
    "ROW22",
    "value",
    _gives(lambda right: right.movedim(0, 1).reshape(right.shape), lambda right: right.mT.reshape(right.shape)),
    "The shape is right and so are the numbers, in the wrong order.",
    "`reshape` cuts the same row of numbers into other lengths; it moves none of them.",
    "Use `movedim` or `.mT` to change the order of axes.",
)
_TRANSPOSED = Mistake(
    "transposed",
    "ROW18",
    "value",
    _gives(lambda right: right.mT),
    "You gave the transpose of each sample's Jacobian.",
    "Outputs first, inputs after: (B, M, N).",
    "Swap the last two axes, `.mT`, or stack along the other one.",
)
_OVER_FEATURES = Mistake(
    "summed-over-features",
    "BATCH05",
    "value",
    _gives(
        lambda right: right.sum(1),
        lambda right: right.sum(1, keepdim=True).expand_as(right),
        lambda right: torch.eye(len(right), dtype=right.dtype)[:, :, None] * right.sum(1)[:, None],
    ),
    "Outputs were added up, and their axis is gone.",
    "Summing over features mixes the M outputs of a sample, which are asked for one by one.",
    "Sum over samples (`dim=0`) in the sum trick; otherwise give every output a unit vector of its own.",
)
_MEAN = Mistake(
    "mean-for-sum",
    "BATCH07",
    "value",
    lambda case: _scaled(case, -1),
    "Every entry is B times too small.",
    "A mean over the batch divides by B, and so does its derivative.",
    "Take the sum.",
)
_FACTOR = Mistake(
    "factor-of-batch",
    "BATCH18",
    "value",
    lambda case: _scaled(case, 1),
    "Every entry is B times too large.",
    "Samples were counted B times over: say, a sum of copies of the batch, or a mean undone that was never taken.",
    "With one sample the factor is 1. Try B = 2, and see what doubles.",
)
_NO_SAMPLES = Mistake(
    "samples-added-up",
    "BATCH19",
    "value",
    _gives(lambda right: right.sum(0), lambda right: right.mean(0)),
    "There is no batch axis: the samples' derivatives were added up.",
    "The derivative of a summed (or averaged) loss by what all samples share is one sum. By X it keeps them apart.",
    "Differentiate with respect to X, and keep its first axis.",
)
_PAIRS = Mistake(
    "every-pair-of-samples",
    "BATCH09",
    "value",
    _pairs_samples(1),
    "The result has shape (B, M, B, N): a block for every pair of samples.",
    "A Jacobian of the whole batch asks how every sample's output depends on every sample's input. All blocks off the"
    " diagonal are zero.",
    "Map the derivative rather than differentiate what is mapped: `vmap(jacrev(f))`, not `jacrev(vmap(f))`; for f of"
    " the batch, sum over samples first.",
)

_JACOBIANS = (
    *_UNDER_VMAP,
    _F_SEES_THE_BATCH,
    _PAIRS,
    _SINGLETON,
    _OUT_DIMS,
    _NOT_MOVED,
    _TRANSPOSED,
    _RESHAPED,
    _OVER_FEATURES,
    _MEAN,
    _FACTOR,
    _NO_SAMPLES,
    *(_ROWS[slug] for slug in ("no-cotangent", "graph-freed", "not-in-the-graph", "input-not-tracked")),
)
_REMARKS = tuple(_ROWS[slug] for slug in ("create-graph-for-nothing", "graph-kept-alive"))
_LOOP = Mistake(
    "loop-over-samples",
    "BATCH13",
    "",
    _loops,
    "f was called with one sample at a time.",
    "A loop pays for every call of f, and for every step of its derivative, B times over; the numbers are the same.",
    "Write what you do for one sample as a function of x, and let `torch.func.vmap` map it over X.",
)
_PULLED_ONE_BY_ONE = Mistake(
    "passes-sample-by-sample",
    "BATCH13",
    "method",
    lambda case: any("a loop over samples" in says for says in _barred(case)),
    "The batch went through f at once, and its derivatives came back for one sample at a time.",
    "Each of those passes drags the whole batch through f to give the numbers of one sample: B times the work, and a"
    " loop in Python on top.",
    "Map the derivative of one sample, `vmap(jacrev(f))`; or let one pass serve all samples by a cotangent that has"
    " a 1 in every row.",
)
_CHUNKS = Mistake(
    "batch-in-chunks",
    "BATCH16",
    "cost",
    _chunked,
    "The batch went through f in parts.",
    "`chunk_size` saves memory and costs passes: each chunk calls f again.",
    "Here one batched forward is asked: leave it out.",
)
_EACH_OUTPUT = Mistake(
    "forward-for-every-output",
    "ROW04",
    "cost",
    _a_forward_for_each_output,
    "The batch went through f once for every output.",
    "One forward serves all outputs; a function of one output evaluates all of f again to pick a number from it.",
    "Differentiate f as it is: `jacrev` takes all outputs from one forward.",
)
_KEPT = next(mistake for mistake in EVERYWHERE if mistake.slug == "kept-between-calls")


def _keeps_an_f(way: Callable[[Function, Tensor], Tensor]) -> Mistake:
    """An f of an earlier call, differentiated at the X of this one."""

    def is_of(before: Expected, result: Tensor, now: Expected) -> bool:
        f, batch, fresh = before.args[0], before.args[1], now.args[1]
        alike = f is not now.args[0] and batch.shape == fresh.shape and batch.dtype == fresh.dtype
        return alike and equal_to(result, way(f, fresh))

    def shows(case: Case) -> bool:
        told = [
            isinstance(seen.result, Tensor) and any(is_of(before, seen.result, now) for _, before in case.pairs)
            for seen, now in case.wrong()
        ]
        return bool(told) and all(told)

    return replace(_KEPT, shows=shows)


_DIAGONAL = Mistake(
    "full-then-diagonal",
    "BATCH02",
    "cost",
    _is_vast,
    "The values are right; memory for every pair of samples was taken on the way.",
    "Of B × B blocks only the B on the diagonal are asked: the rest are zeros that were worked out and thrown away.",
    "Let no intermediate result have two batch axes: map over samples, or sum over them.",
)

_BY_SUM = (
    *_JACOBIANS,
    Mistake(
        "samples-taken-apart",
        "BATCH13",
        "method",
        lambda case: "forbidden" in case.over and not case.evidence.flags,
        "The samples were taken apart, by a loop or by vmap.",
        "This exercise is about the other way: where rows are independent, the derivative of their sum holds all of"
        " their Jacobians.",
        "Sum f(X) over its rows, and take the Jacobian of that by X as a whole.",
    ),
    replace(_DIAGONAL, shows=lambda case: "peak" in case.over),
    _keeps_an_f(jacobians_by_sum),
    *_REMARKS,
)

_HESSIANS = (
    *_UNDER_VMAP,
    _F_SEES_THE_BATCH,
    Mistake(
        "every-pair-of-samples",
        "BATCH15",
        "value",
        _pairs_samples(2),
        "The result has shape (B, M, B, N, B, N): a block for every three samples.",
        "The Hessian of the whole batch pairs samples that have nothing to do with each other.",
        "Map the Hessian of one sample: `vmap(hessian(f))`.",
    ),
    Mistake(
        "outputs-added-up",
        "BATCH14",
        "value",
        _gives(lambda right: right.sum(1), lambda right: right.mean(1)),
        "There is one Hessian a sample, the sum over outputs: the axis of M is gone.",
        "A vector f has a Hessian for every output. Adding the outputs up first makes a scalar of it.",
        "Leave the sum out: `hessian` takes a vector f, and gives (M, N, N) for one sample.",
    ),
    Mistake(
        "one-output-only",
        "BATCH14",
        "value",
        _gives(lambda right: right[:, 0], lambda right: right[:, :1]),
        "Only the first output's Hessian came back.",
        "A vector f has a Hessian for every output.",
        "Differentiate f as it is, all M outputs.",
    ),
    Mistake(
        "outputs-not-first",
        "BATCH14",
        "value",
        _gives(lambda right: right.movedim(1, 2), lambda right: right.movedim(1, 3)),
        "The numbers are right; the axis of the M outputs stands behind one of the inputs.",
        "For each sample outputs come first, then one axis for each derivative: (B, M, N, N).",
        "Look where your output axis went: `torch.stack` and `out_dims` have a dim of their own.",
    ),
    Mistake(
        "gauss-newton",
        "",
        "value",
        lambda case: case.gives(_products_of_gradients),
        "These are products of first derivatives, not second derivatives.",
        "J[i] J[i]ᵀ stands in for a Hessian in some methods of least squares; it is not one.",
        "Differentiate the Jacobian once more.",
    ),
    _SINGLETON,
    _OUT_DIMS,
    _NOT_MOVED,
    _MEAN,
    _FACTOR,
    _NO_SAMPLES,
    _LOOP,
    _PULLED_ONE_BY_ONE,
    _EACH_OUTPUT,
    _CHUNKS,
    _DIAGONAL,
    _keeps_an_f(hessians_by_vmap),
    *_REMARKS,
)


def _products_of_gradients(expected: Expected) -> Tensor:
    rows = jacobians_by_vmap(*expected.args[:2])
    return rows[..., :, None] * rows[..., None, :]


def _wrong_about(case: Case) -> tuple[frozenset[str], bool]:
    """Return the sorts of coupling that went wrong, and whether every call went wrong whose verdict is the same."""
    wrong = {e.call.label for seen, e in case.wrong() if isinstance(seen.result, bool | Tensor)}
    answers = {e.result for _, e in case.pairs if e.call.label in wrong}
    alike = {e.call.label for _, e in case.pairs if e.result in answers}
    return frozenset(label.split(":")[0] for label in wrong), wrong == alike


def _misses(*sorts: str, besides: tuple[str, ...] = ()) -> Callable[[Case], bool]:
    """Tell whether some calls of these sorts were answered wrongly, and no others but perhaps those of `besides`."""

    def shows(case: Case) -> bool:
        wrong, _ = _wrong_about(case)
        told = [what for what in wrong if what.startswith(sorts)]
        return bool(told) and all(what.startswith((*sorts, *besides)) for what in wrong)

    return shows


def _always(verdict: bool) -> Callable[[Case], bool]:
    def shows(case: Case) -> bool:
        wrong, all_alike = _wrong_about(case)
        return bool(wrong) and all_alike and all(what.startswith(APART) is not verdict for what in wrong)

    return shows


def _denies(case: Case) -> bool:
    return _misses(APART)(case) and not _always(False)(case)


_VERDICTS = (
    *_UNDER_VMAP,
    Mistake(
        "always-true",
        "",
        "value",
        _always(True),
        "{question} says True of everything.",
        "What is looked at does not see a coupling at all: say, a sample's own block, or a result held against itself.",
        "Move one row of X, and look at the *other* rows of f(X).",
    ),
    Mistake(
        "always-false",
        "",
        "value",
        _always(False),
        "{question} says False of everything.",
        "A row's own output always moves with its input. That alone couples nothing.",
        "Leave the row's own output out of what you look at.",
    ),
    replace(_KEPT, shows=_misses(SAME_BATCH)),
    Mistake(
        "rounding-for-coupling",
        "",
        "value",
        _denies,
        "Rows that have nothing to do with each other were called coupled.",
        "Two ways to the same number differ in their last digits, more so in float32; an exact comparison takes that"
        " for a dependence.",
        "Hold the difference against the size of the numbers: `torch.allclose`, with a threshold between rounding and"
        " 1e-3.",
    ),
    Mistake(
        "weak-coupling-missed",
        "",
        "value",
        _misses(BARELY),
        "A weak coupling went unseen.",
        "The threshold lies above a coupling of relative size 1e-3, or the step is so small that it sinks below.",
        "Lower the threshold to just above rounding, or move the row further.",
    ),
    Mistake(
        "symmetric-coupling-missed",
        "BATCH04",
        "value",
        _misses(*SUMMED_AWAY, besides=(SAME_BATCH, BARELY)),
        "Batch norm, or softmax over the batch, went unseen.",
        "Both treat all rows alike, and over the batch their outputs add up to a constant: a sum over rows, or another"
        " order of them, shows nothing.",
        "Look at single rows of f(X): move one row, and see whether another one follows.",
    ),
    Mistake(
        "looks-at-some-rows",
        "BATCH06",
        "value",
        _misses(*ONE_WAY),
        "A coupling of some rows, or in one direction, went unseen.",
        "A cumulative sum leaves its first row alone; a pair couples two rows out of B. One row, or one neighbour,"
        " does not speak for all.",
        "Look at every ordered pair of rows: move each row in turn, and look at all others.",
    ),
    Mistake(
        "outputs-left-out",
        "BATCH06",
        "value",
        _misses(ONE_OUTPUT),
        "A coupling in one output alone went unseen.",
        "A row of f(X) has M outputs, and each of them may depend on another row.",
        "Compare every output of a row, not the first or another one alone.",
    ),
    Mistake(
        "couplings-missed",
        "BATCH06",
        "value",
        _misses(*SUMMED_AWAY, *ONE_WAY, ONE_OUTPUT, BARELY, SAME_BATCH),
        "Couplings of several sorts went unseen; others were found.",
        "What is compared moves too little, or moves along with what it is compared with: copies, order and sums of"
        " rows hide a coupling, and so does a wide threshold.",
        "Move one row of X at a time, and hold every other row of f(X) against what it was.",
    ),
    Mistake(
        "full-then-diagonal",
        "BATCH02",
        "cost",
        lambda case: "peak" in case.over,
        "The verdicts are right; the whole of (B, M, B, N) was built on the way.",
        "The question has one bit for an answer, and B · B pairs to look at: M · N numbers for each are far too many.",
        "One random cotangent for each output row, or one random step for each input row, is enough.",
    ),
)

ENTRIES = {
    "batch_jacobian": Entry(
        jacobians_by_vmap,
        (
            *_JACOBIANS,
            _LOOP,
            _PULLED_ONE_BY_ONE,
            _EACH_OUTPUT,
            _CHUNKS,
            _DIAGONAL,
            _keeps_an_f(jacobians_by_vmap),
            *_REMARKS,
        ),
        tensor,
    ),
    "batch_jacobian_by_sum": Entry(jacobians_by_sum, _BY_SUM, tensor),
    "is_independent": Entry(apart_by_cotangents, _VERDICTS, truth),
    "batch_hessian": Entry(hessians_by_vmap, _HESSIANS, tensor),
}
