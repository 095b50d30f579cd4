"""The key of `hutchinson_trace`: its reference and its mistakes.

Offers: `estimate`, `TRACE`.
"""

from collections.abc import Callable

from torch import Tensor
from torch.func import vmap

from autograder.answer_key.hvps import detectors as seen
from autograder.answer_key.hvps.shared import BUILT, KEPT, MESSAGES, REMARKS, products_of_one_gradient
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.questions.draw import Function
from autograder.questions.hvps.lesson import product


def estimate(f: Function, x: Tensor, probes: Tensor) -> Tensor:
    """Hutchinson's estimate of the trace (1989): the mean of pᵀ H p. Shapes: x (N,), probes (K, N) → ()."""
    pushed: Tensor = vmap(lambda p: product(f, x, p))(probes)
    met: Tensor = (probes * pushed).sum(1)
    averaged: Tensor = met.mean()
    return averaged


def estimate_from_one_gradient(f: Function, x: Tensor, probes: Tensor) -> Tensor:
    """The same, quicker. Shapes: x (N,), probes (K, N) → ()."""
    return (probes * products_of_one_gradient(f, x)(probes)).sum(1).mean()


def _quotients(e: Expected) -> Tensor:
    f, x, probes = e.args
    pushed: Tensor = vmap(lambda p: product(f, x, p))(probes)
    met: Tensor = (probes * pushed).sum(1)
    return met


def _crossed(e: Expected) -> Tensor | None:
    f, x, probes = e.args
    return (probes @ seen.matrix(e) @ probes.T).mean() if len(probes) > 1 else None


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


def _meets_entries(case: Case) -> bool:
    """The peak is farthest from the reference's where a probe is long, not where probes are many."""
    ratios = [(cost.peak / max(e.reference.peak, 1), e.call.sizes) for cost, e in case.costs() if e.reference]
    if "peak" not in case.over or seen.builds_matrix(case) or not ratios:
        return False
    _, sizes = max(ratios, key=lambda ratio: ratio[0])
    return sizes["N"] > sizes["K"]


TRACE = (
    *MESSAGES,
    Mistake(
        "sign-lost",
        "value",
        seen.gives(lambda e: _quotients(e).abs().mean()),
        "You took the mean of |pᵀ H p|.",
        "H may bend down as well as up: a negative pᵀ H p counts as what it is, or the mean is not the trace.",
        "Leave the sign: `(P * HP).sum(1).mean()`.",
    ),
    Mistake(
        "spread-for-mean",
        "value",
        _is_a_spread,
        "You gave how far the K numbers pᵀ H p spread, not their mean.",
        "The spread tells how good the estimate is; the estimate itself is the mean.",
        "Take the mean over the probes' axis.",
    ),
    KEPT,
    Mistake(
        "summed-not-averaged",
        "value",
        seen.gives(lambda e: len(e.args[2]) * e.result if len(e.args[2]) > 1 else None),
        "You gave K times the estimate: the sum over the probes.",
        "Each probe gives an estimate of the whole trace by itself. K of them make a better one by their mean.",
        "Take the mean over the probes' axis.",
    ),
    Mistake(
        "averaged-over-entries",
        "value",
        seen.gives(lambda e: e.result / len(e.args[1]) if len(e.args[1]) > 1 else None),
        "You gave the estimate divided by N.",
        "pᵀ H p is a sum over N entries; only over the K probes is there a mean to take. Probes of ±1 need no"
        " normalising either: each entry has variance 1 as it is.",
        "Add over the entries first, then take the mean: `(P * HP).sum(1).mean()`.",
    ),
    Mistake(
        "mean-forgotten",
        "value",
        seen.gives(_quotients),
        "You gave K numbers, one pᵀ H p for each probe.",
        "Each of them estimates the trace; asked is one estimate.",
        "Take their mean.",
    ),
    Mistake(
        "probes-crossed",
        "value",
        seen.gives(_crossed),
        "Every probe met every other one, and all K × K numbers went into the mean.",
        "pₖᵀ H pₗ with k ≠ l estimates nothing: its mean is zero. Only the K numbers with k = l count.",
        "Multiply entry by entry, `P * HP`, and add along the rows.",
    ),
    Mistake(
        "exact-trace",
        "value",
        seen.gives(lambda e: seen.matrix(e).diagonal().sum()),
        "You gave the exact trace of H; the probes did not come into it.",
        "Asked is the estimate that these probes make. It takes K products, where the exact trace takes N.",
        "Work out pᵀ H p for each probe, and take the mean.",
    ),
    Mistake(
        "hessian-built",
        "cost",
        seen.builds_matrix,
        BUILT.saw,
        "That is what the estimate is there to avoid: K products, whatever N is.",
        "Push the probes through the gradient, `vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)`, and multiply"
        " with them entry by entry.",
    ),
    Mistake(
        "every-entry-with-every-other",
        "cost",
        _meets_entries,
        "With long probes too much memory is taken at one time: {finding}.",
        "Something of N × N numbers is made: `(H P)ᵀ @ P`, say, an outer product, or an `eye(N)`. Of it only the"
        " diagonal is wanted, or less.",
        "Multiply entry by entry, `P * HP`, and add along the rows: it takes K × N.",
    ),
    Mistake(
        "every-probe-with-every-other",
        "cost",
        lambda case: "peak" in case.over and not seen.builds_matrix(case),
        "Too much memory is taken at one time: {finding}.",
        "`P @ (H P)ᵀ` meets every probe with every other: K × K numbers, of which only the diagonal is wanted. With"
        " many probes that is more than H itself.",
        "Multiply entry by entry, `P * HP`, and add along the rows: it takes K × N.",
        rest=True,
    ),
    *REMARKS,
)
