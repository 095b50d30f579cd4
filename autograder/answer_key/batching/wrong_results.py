"""Results in which axes or samples were mixed up, told by what each mistake makes of the right result.

Offers: `gives` and `pairs_samples`, which make detectors; `JACOBIANS`, and those of them that Hessians show too:
`SINGLETON`, `OUT_DIMS`, `NOT_MOVED`, `MEAN`, `FACTOR`, `NO_SAMPLES`.
"""

from collections.abc import Callable

from torch import Tensor

from autograder.answer_key.compare import reshaped_for_turned
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.wrong_numbers import left_at_zero
from autograder.observe import Other


def gives(*makes: Callable[[Tensor], Tensor | None]) -> Callable[[Case], bool]:
    """Look for what a mistake makes of the right result, where B, M and N are large enough to tell."""

    def with_one(make: Callable[[Tensor], Tensor | None]) -> Callable[[Expected], Tensor | None]:
        return lambda e: make(e.result) if min(e.result.shape) > 1 else None

    return lambda case: any(case.gives(with_one(make)) for make in makes)


def pairs_samples(inputs: int) -> Callable[[Case], bool]:
    """A result with a batch axis for the output and one more for each input that it is differentiated by."""

    def shows(case: Case) -> bool:
        told = []
        for seen, expected in case.wrong():
            b, m, n = (expected.call.sizes[letter] for letter in "BMN")
            if isinstance(seen.result, (Tensor, Other)) and b > 1:
                told.append(tuple(seen.result.shape or ()) == (b, m, *(b, n) * inputs))
        return bool(told) and all(told)

    return shows


PAIRS = Mistake(
    "every-pair-of-samples",
    "value",
    pairs_samples(1),
    "The result has shape (B, M, B, N): a block for every pair of samples.",
    "A Jacobian of the whole batch asks how every sample's output depends on every sample's input. All blocks off the"
    " diagonal are zero.",
    "Map the derivative rather than differentiate what is mapped: `vmap(jacrev(f))`, not `jacrev(vmap(f))`; for f of"
    " the batch, sum over samples first.",
)
SINGLETON = Mistake(
    "singleton-axis",
    "value",
    gives(*(lambda right, at=at: right.unsqueeze(at) for at in (1, 2, 3))),
    "The numbers are right, with an axis of length 1 among them.",
    "An `unsqueeze` (or an index like `x[None]`) adds an axis, and every derivative carries it on.",
    "Take it out where it came in, or index it away at the end.",
)
OUT_DIMS = Mistake(
    "batch-axis-last",
    "value",
    gives(lambda right: right.movedim(0, -1)),
    "The numbers are right; the batch axis is the last one.",
    "`out_dims` says where vmap puts the batch axis; it is 0 unless told.",
    "Leave `out_dims` out: the course has the batch axis first.",
)
NOT_MOVED = Mistake(
    "axes-not-moved",
    "value",
    gives(lambda right: right.movedim(0, 1)),
    "The numbers are right; the first two axes have changed places.",
    "The batch axis comes first. `out_dims=1` puts it second, and so does the derivative of a sum over samples.",
    "End with `.movedim(0, 1)`, or leave `out_dims` at 0.",
)
TRANSPOSED = Mistake(
    "transposed",
    "value",
    gives(lambda right: right.mT),
    "You gave the transpose of each sample's Jacobian.",
    "Outputs first, inputs after: (B, M, N).",
    "Swap the last two axes, `.mT`, or stack along the other one.",
)
RESHAPED = Mistake(
    "reshaped-for-moved",
    "value",
    gives(lambda right: reshaped_for_turned(right, right.movedim(0, 1)), reshaped_for_turned),
    "The shape is right and so are the numbers, in the wrong order.",
    "`reshape` cuts the same row of numbers into other lengths; it moves none of them.",
    "Use `movedim` or `.mT` to change the order of axes.",
)


def _of_one_number_a_sample(case: Case) -> bool:
    """Every wrong result is the derivative of B numbers by all of X; a large one shows its shape alone.

    Where M = B the shape tells nothing.
    """
    found = [(seen.result, e.call.sizes) for seen, e in case.wrong() if e.call.sizes["M"] != e.call.sizes["B"]]
    return bool(found) and all(
        isinstance(result, Tensor | Other) and result.shape == (sizes["B"], sizes["B"], sizes["N"])
        for result, sizes in found
    )


def _sum_in_each_row(right: Tensor) -> Tensor:
    return right.sum(1, keepdim=True).expand_as(right)


def _came_by_backward(case: Case) -> bool:
    return any("torch.autograd.backward" in seen.used for seen, _ in case.pairs)


_ADDED_UP, _ADDED_TO_ALL = gives(lambda right: right.sum(1)), gives(_sum_in_each_row)
OVER_FEATURES = Mistake(
    "summed-over-features",
    "value",
    lambda case: (
        _ADDED_UP(case) or _of_one_number_a_sample(case) or (_ADDED_TO_ALL(case) and not _came_by_backward(case))
    ),
    "Outputs were added up: what each of them has by itself is gone.",
    "Summing over features mixes the M outputs of a sample, which are asked for one by one.",
    "Sum over samples (`dim=0`) in the sum trick; otherwise give every output a unit vector of its own.",
)


def _scaled(case: Case, power: int) -> bool:
    def scaled(e: Expected) -> Tensor | None:
        result: Tensor = e.result
        return result * float(e.call.sizes["B"]) ** power if e.call.sizes["B"] > 1 else None

    return case.gives(scaled)


MEAN = Mistake(
    "mean-for-sum",
    "value",
    lambda case: _scaled(case, -1),
    "Every entry is B times too small.",
    "A mean over the batch divides by B, and so does its derivative.",
    "Take the sum.",
)
FACTOR = Mistake(
    "factor-of-batch",
    "value",
    lambda case: _scaled(case, 1),
    "Every entry is B times too large.",
    "Samples were counted B times over: say, a sum of copies of the batch, or a mean undone that was never taken.",
    "With one sample the factor is 1. Try B = 2, and see what doubles.",
)
NO_SAMPLES = Mistake(
    "samples-added-up",
    "value",
    gives(lambda right: right.sum(0), lambda right: right.mean(0)),
    "There is no batch axis: the samples' derivatives were added up.",
    "The derivative of a summed (or averaged) loss by what all samples share is one sum. By X it keeps them apart.",
    "Differentiate with respect to X, and keep its first axis.",
)


def _handed_on(case: Case) -> bool:
    """Only an f that hands on what it is given goes wrong, with the right shape."""
    wrong = [(seen.result, e) for seen, e in case.wrong()]
    return (
        bool(wrong)
        and all(
            isinstance(found, Tensor) and found.shape == e.result.shape and e.call.label.startswith("f that ")
            for found, e in wrong
        )
        and any(e.call.label.startswith(("f that hands", "f that shifts")) for _, e in wrong)
        and not left_at_zero(case)
    )


COTANGENT_SHARED = Mistake(
    "cotangent-shared",
    "value",
    _handed_on,
    "All is well but for an f that hands its cotangent on, like f(x) = x: there rows are mixed up.",
    "A pass back through such an f returns the very tensor that went in. Changed for the next pass, it changes the row"
    " that you kept.",
    "Make a new unit vector for each pass, or keep a `.clone()` of each row.",
)
ONE_GRAD_KEPT = Mistake(
    "one-grad-kept",
    "value",
    lambda case: _ADDED_TO_ALL(case) and _came_by_backward(case),
    "All rows of a sample's Jacobian are the same one: the sum of them all.",
    "`.backward()` adds to `.grad`, in the same memory: the tensor that you kept of the first pass is the one that all"
    " later passes were added to.",
    "Take `torch.autograd.grad`, which keeps no `.grad`; or keep a `.clone()`, and clear `.grad` before each pass.",
)
_ONE_FOR_ALL = gives(lambda right: right[:, :1].expand_as(right), lambda right: right[:, -1:].expand_as(right))
ONE_OUTPUT = Mistake(
    "one-output-for-all",
    "value",
    lambda case: _ONE_FOR_ALL(case) and not _handed_on(case),
    "Every row of a sample's Jacobian is that of one and the same output.",
    "The number of the output does not change from turn to turn: an index, or a unit vector, is always the same one.",
    "Print which output each turn of your loop differentiates.",
)
FIRST_SAMPLE = Mistake(
    "first-sample-for-all",
    "value",
    gives(lambda right: right[:1].expand_as(right)),
    "Every sample has the first one's derivative.",
    "A derivative holds at one point. Each sample is a point of its own.",
    "Differentiate at every row of X, not at X[0].",
)

JACOBIANS = (
    COTANGENT_SHARED,
    FIRST_SAMPLE,
    ONE_GRAD_KEPT,
    ONE_OUTPUT,
    PAIRS,
    SINGLETON,
    OUT_DIMS,
    NOT_MOVED,
    TRANSPOSED,
    RESHAPED,
    OVER_FEATURES,
    MEAN,
    FACTOR,
    NO_SAMPLES,
)
