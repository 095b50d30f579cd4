"""Key to `hutchinson_trace`."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.altered import damped
from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.altered_products import WAY
from autograder.answer_key.hvps.derivatives import gradient, hessian, matrix
from autograder.answer_key.hvps.left_behind import KEPT, REMARKS
from autograder.answer_key.hvps.matrix_built import builds_matrix
from autograder.answer_key.hvps.torch_messages import FORWARD, messages
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.wrong_results import DTYPE_HARD_CODED
from autograder.questions.draw import Function


def estimate_by_matrix(f: Function, x: Tensor, probes: Tensor) -> Tensor:
    """Hutchinson's estimate of the trace (1989): the mean of pᵀ H p. Shapes: x (N,), probes (K, N) → ()."""
    return torch.einsum("ki,ij,kj->k", probes, hessian(f, x), probes).mean()


def _quotients(e: Expected) -> Tensor:
    return torch.einsum("ki,ij,kj->k", e.args[2], matrix(e), e.args[2])


_SIGN_LOST = Mistake(
    "sign-lost",
    "value",
    lambda case: case.gives(lambda e: _quotients(e).abs().mean()),
    "You took the mean of |pᵀ H p|.",
    "H may bend down as well as up: a negative pᵀ H p counts as what it is, or the mean is not the trace.",
    "Leave the sign: `(P * HP).sum(1).mean()`.",
)


def _is_a_spread(case: Case) -> bool:
    def spread(unbiased: bool, root: bool) -> Callable[[Expected], Tensor | None]:
        def made(e: Expected) -> Tensor | None:
            met = _quotients(e)
            if len(met) < 2:
                return None
            wide: Tensor = met.std(unbiased=unbiased) if root else met.var(unbiased=unbiased)
            return wide

        return made

    spreads = [spread(unbiased, root) for unbiased in (False, True) for root in (False, True)]
    return any(case.gives(made) for made in spreads)


_SPREAD = Mistake(
    "spread-for-mean",
    "value",
    _is_a_spread,
    "You gave how far the K numbers pᵀ H p spread, not their mean.",
    "The spread tells how good the estimate is; the estimate itself is the mean.",
    "Take the mean over the probes' axis.",
)
_MEDIAN = Mistake(
    "median-for-mean",
    "value",
    lambda case: case.gives(lambda e: _quotients(e).median()) or case.gives(lambda e: _quotients(e).quantile(0.5)),
    "You took the median of the K numbers pᵀ H p.",
    "Their mean tends to the trace, since each of them is the trace on average. Half of them lie above the median,"
    " which says nothing of their average.",
    "Take the mean over the probes' axis.",
)
_SUMMED = Mistake(
    "summed-not-averaged",
    "value",
    lambda case: case.gives(lambda e: len(e.args[2]) * e.result if len(e.args[2]) > 1 else None),
    "You gave K times the estimate: the sum over the probes.",
    "Each probe gives an estimate of the whole trace by itself. K of them make a better one by their mean.",
    "Take the mean over the probes' axis.",
)
_ONE_LESS = Mistake(
    "divided-by-one-less",
    "value",
    lambda case: case.gives(lambda e: e.result * len(e.args[2]) / (len(e.args[2]) - 1) if len(e.args[2]) > 1 else None),
    "You divided by K − 1.",
    "That is what makes a variance unbiased. A mean of K numbers is their sum, divided by K, and unbiased as it is.",
    "Divide by K, or let `.mean()` do it.",
)
_OVER_ENTRIES = Mistake(
    "averaged-over-entries",
    "value",
    lambda case: case.gives(lambda e: e.result / len(e.args[1]) if len(e.args[1]) > 1 else None),
    "You gave the estimate divided by N.",
    "pᵀ H p is a sum over N entries; only over the K probes is there a mean to take. Probes of ±1 need no"
    " normalising either: each entry has variance 1 as it is.",
    "Add over the entries first, then take the mean: `(P * HP).sum(1).mean()`.",
)
_NO_MEAN = Mistake(
    "mean-forgotten",
    "value",
    lambda case: case.gives(_quotients),
    "You gave K numbers, one pᵀ H p for each probe.",
    "Each of them estimates the trace; asked is one estimate.",
    "Take their mean.",
)


def _leaves_probes_out(case: Case) -> bool:
    """Every wrong result is the mean over the first so many probes."""
    told = []
    for seen, e in case.wrong():
        met = _quotients(e)
        if not isinstance(seen.result, Tensor) or seen.result.dim() or len(met) < 2:
            return False
        means = met.cumsum(0)[:-1] / torch.arange(1, len(met)).to(met)
        told.append(bool(((means - seen.result).abs() <= 1e-5 * means.abs().max()).any()))
    return bool(told) and all(told)


_LEFT_OUT = Mistake(
    "probes-left-out",
    "value",
    _leaves_probes_out,
    "You gave the mean over some of the probes, the first of them.",
    "K may be anything from 1 up. Each probe that is left out makes the estimate rougher.",
    "Take every row of `probes`, and the mean over all of them.",
)


def _crossed(e: Expected) -> Tensor | None:
    f, x, probes = e.args
    return (probes @ matrix(e) @ probes.T).mean() if len(probes) > 1 else None


def _of_their_sum(e: Expected) -> Tensor | None:
    crossed = _crossed(e)
    return None if crossed is None else len(e.args[2]) * crossed


_CROSSED = Mistake(
    "probes-crossed",
    "value",
    lambda case: case.gives(_crossed) or case.gives(_of_their_sum),
    "Every probe met every other one, and all K × K numbers were added up.",
    "pₖᵀ H pₗ with k ≠ l estimates nothing: its mean is zero. Only the K numbers with k = l count.",
    "Multiply entry by entry, `P * HP`, and add along the rows.",
)


def _of_first_derivatives(e: Expected) -> Tensor:
    along: Tensor = e.args[2] @ gradient(e)
    return along.square().mean()


_FIRST_DERIVATIVES = Mistake(
    "outer-product-for-h",
    "value",
    lambda case: case.gives(_of_first_derivatives),
    "You gave the mean of (p · g)², as if H were the gradient times itself.",
    "Such a matrix, g gᵀ, is made of first derivatives and never negative. H is made of second ones, and may well be.",
    "Differentiate the gradient along each probe.",
)
_EXACT = Mistake(
    "exact-trace",
    "value",
    lambda case: case.gives(lambda e: matrix(e).diagonal().sum()),
    "You gave the exact trace of H; the probes did not come into it.",
    "Asked is the estimate that these probes make. It takes K products, where the exact trace takes N.",
    "Work out pᵀ H p for each probe, and take the mean.",
)
_BUILT = Mistake(
    "hessian-built",
    "cost",
    builds_matrix,
    "As many vectors as x has entries were multiplied with H: you built it, or all of its rows one by one.",
    "That is what the estimate is there to avoid: K products, whatever N is.",
    "Push the probes through the gradient, `vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)`, and multiply"
    " with them entry by entry.",
)


def _is_another_estimate(case: Case) -> bool:
    """Near the trace as an estimate is, and not the one that these probes make, nor that one rounded."""
    wrong = list(case.wrong())
    if DTYPE_HARD_CODED.shows(case):
        return False
    # Probes of ±1 see a diagonal H exactly; normal ones see nothing so.
    normal = any(e.call.label.startswith("diagonal H") for _, e in wrong)
    return bool(wrong) and all(isinstance(seen.result, Tensor) and _may_be(seen.result, e, normal) for seen, e in wrong)


def _may_be(result: Tensor, e: Expected, normal: bool) -> bool:
    h = matrix(e).double()
    noise = 2 * (h.square().sum() - (0 if normal else h.diagonal().square().sum())) / len(e.args[2])
    return result.dim() == 0 and bool((result.double() - h.trace()).abs() <= 4 * noise.sqrt())


_OWN_PROBES = Mistake(
    "own-probes",
    "value",
    _is_another_estimate,
    "You gave an estimate of the trace that other probes make than those given.",
    "Each set of probes has an estimate of its own; they agree where H is diagonal, and there alone.",
    "Draw none yourself: the rows of `probes` are the probes, as they are.",
    rest=True,
)


def _meets_entries(case: Case) -> bool:
    """The peak is farthest from the reference's where a probe is long, not where probes are many."""
    ratios = [(cost.peak / e.lean, e.call.sizes) for cost, e in case.costs() if e.reference]
    if "peak" not in case.over or builds_matrix(case) or not ratios:
        return False
    _, sizes = max(ratios, key=lambda ratio: ratio[0])
    return sizes["N"] > sizes["K"]


_ENTRIES_MET = Mistake(
    "every-entry-with-every-other",
    "cost",
    _meets_entries,
    "With long probes too much memory is taken at one time.",
    "Something of N × N numbers is made: `(H P)ᵀ @ P`, say, an outer product, or an `eye(N)`. Of it only the"
    " diagonal is wanted, or less.",
    "Multiply entry by entry, `P * HP`, and add along the rows: it takes K × N.",
)
_PROBES_MET = Mistake(
    "every-probe-with-every-other",
    "cost",
    lambda case: "peak" in case.over and not builds_matrix(case),
    "Too much memory is taken at one time.",
    "`P @ (H P)ᵀ` meets every probe with every other: K × K numbers, of which only the diagonal is wanted. With"
    " many probes that is more than H itself.",
    "Multiply entry by entry, `P * HP`, and add along the rows: it takes K × N.",
    rest=True,
)

_MISTAKES = (
    *FORWARD,
    *messages(WAY),
    _SIGN_LOST,
    _SPREAD,
    _MEDIAN,
    KEPT,
    _SUMMED,
    _ONE_LESS,
    _OVER_ENTRIES,
    _NO_MEAN,
    _LEFT_OUT,
    _CROSSED,
    damped(lambda e: torch.as_tensor(float(len(e.args[1]))), added="a multiple of N"),
    _FIRST_DERIVATIVES,
    _EXACT,
    _OWN_PROBES,
    _BUILT,
    _ENTRIES_MET,
    _PROBES_MET,
    *REMARKS,
)

ENTRY = Entry(estimate_by_matrix, _MISTAKES, tensor)
