"""Key to `vjp_once`: its reference, and its own mistakes."""

from torch import Tensor
from torch.autograd import functional
from torch.func import jacrev

from autograder.answer_key.altered import normalised
from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Case, Entry, Mistake
from autograder.answer_key.row_by_row.record import ALLOW_UNUSED, CREATE_GRAPH, FORWARD_FOR_EVERY_ROW, KEPT_ALIVE
from autograder.answer_key.row_by_row.rows import UNPACK
from autograder.answer_key.row_by_row.torch_messages import MESSAGES
from autograder.answer_key.wrong_rows import leave_no_choice, mixture
from autograder.questions.draw import Function


def vjp_by_torch(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """Return vᵀJ. Shapes: x (N,), v (M,) → (N,)."""
    pulled: Tensor = functional.vjp(f, x, v)[1]
    return pulled


def _unpacks_nothing(case: Case) -> bool:
    """A tuple of one came back, or was worked with."""
    given = case.each_wrong(lambda result: isinstance(result, tuple) and len(result) == 1)
    return given or case.raised("but got tuple", "'tuple' object", "'tuple' and")


TUPLE = Mistake(
    "tuple-not-unpacked",
    "value",
    _unpacks_nothing,
    "A tuple came back, or was worked with, where its only tensor is meant.",
    UNPACK,
    "Take its only entry: `(row,) = torch.autograd.grad(...)`.",
)
ONES = Mistake(
    "ones-for-unit-vectors",
    "value",
    lambda case: case.gives(lambda e: jacrev(e.args[0])(e.args[1]).sum(0) if len(e.args[2]) > 1 else None),
    "You gave the sum of all rows; v did not come into it.",
    "y.sum() is vᵀy with a v of ones: its gradient adds the rows up without weights.",
    "Pass v as the cotangent, or differentiate (v · y).",
)


def _grows(case: Case) -> bool:
    """A vjp that comes out as a whole multiple of itself: `.backward()` was called more than once."""
    by_backward = any("torch.autograd.backward" in seen.used for seen, _ in case.pairs)
    return by_backward and case.gives_multiple(2, 3)


NOT_CLEARED = Mistake(
    "grad-not-cleared",
    "value",
    _grows,
    "You gave a whole multiple of vᵀJ.",
    "`.backward()` adds to `.grad`; it never starts again at zero by itself.",
    "Call it once on a fresh leaf, or take `torch.autograd.grad`, which keeps no .grad.",
)


def _every_row_pulled(case: Case) -> bool:
    """As many cotangents went back as f has outputs, where one was asked for."""
    swept = [(cost.backward_vectors, expected.call.sizes["M"]) for cost, expected in case.costs()]
    its_own = "backwards" in case.over and not {"forwards", "forbidden"} & case.over
    return its_own and all(vectors == m for vectors, m in swept)


ALL_ROWS = Mistake(
    "all-rows-for-one-product",
    "cost",
    _every_row_pulled,
    "As many cotangents were pulled back as f has outputs: all of J was built, and then weighted with v.",
    "One reverse pass weights the rows while it walks: a `backward` or an `autograd.grad` that is handed v itself"
    " gives vᵀJ, and no row is ever made.",
    "Give v as the cotangent of the whole of y, in one pass.",
)

_NEAR = 1e-2  # of its largest entry: a cotangent that was rounded on the way is the one that was given


def _cotangents(case: Case) -> list[tuple[Tensor, Tensor]]:
    """Return which cotangent gives each wrong result that can tell, and v; nothing where none does."""
    found = []
    for seen, expected in case.wrong():
        f, x, v = expected.args
        rows = jacrev(f)(x)
        if not isinstance(seen.result, Tensor) or seen.result.shape != x.shape:
            return []
        if len(rows) > 1 and leave_no_choice(rows):
            w = mixture(seen.result[None], rows)
            if w is None:
                return []
            found.append((w[0], v.double()))
    return found


def _another_cotangent(case: Case) -> bool:
    """In several calls it is wᵀJ for another w than v, in one at least for no multiple of it: |v| may be −v."""
    found = _cotangents(case)
    apart = [w - v * (w @ v / v.square().sum()) for w, v in found]
    return len(found) > 1 and any(
        more.abs().max() > _NEAR * w.abs().max() for more, (w, _) in zip(apart, found, strict=True)
    )


ANOTHER_COTANGENT = Mistake(
    "another-cotangent",
    "value",
    _another_cotangent,
    "You gave wᵀJ for another w than v.",
    "A reverse pass weights the rows of J with the numbers that it is handed. Yours are v's in another order or with"
    " other signs, or made from something else, from f(x) say, as a squared loss makes them.",
    "Hand v itself over, as it is given: as `grad_outputs`, or to `.backward(v)`.",
    rest=True,
)

ENTRY = Entry(
    vjp_by_torch,
    (
        *MESSAGES,
        TUPLE,
        ONES,
        ALLOW_UNUSED,
        NOT_CLEARED,
        normalised(lambda e: e.result / e.args[2].norm()),
        ALL_ROWS,
        ANOTHER_COTANGENT,
        FORWARD_FOR_EVERY_ROW,
        CREATE_GRAPH,
        KEPT_ALIVE,
    ),
    tensor,
)
