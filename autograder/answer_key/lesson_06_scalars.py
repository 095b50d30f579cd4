"""Key to lesson 06, `hutchinson_trace` and `top_curvature`: references, and the mistakes that show in an answer."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import vmap

from autograder.answer_key import lesson_06_detectors as seen
from autograder.answer_key.compare import eigenpair, equal_to, tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.lesson_06_shared import BUILT, COST, KEPT, MESSAGES, REMARKS
from autograder.observe import tensors_of
from autograder.questions.draw import Function
from autograder.questions.lesson_06 import product


def estimate(f: Function, x: Tensor, probes: Tensor) -> Tensor:
    """Hutchinson's estimate of the trace (1989): the mean of pᵀ H p. Shapes: x (N,), probes (K, N) → ()."""
    pushed: Tensor = vmap(lambda p: product(f, x, p))(probes)
    met: Tensor = (probes * pushed).sum(1)
    averaged: Tensor = met.mean()
    return averaged


def power_iteration(f: Function, x: Tensor, v0: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """Rayleigh quotient and unit vector after some products. Shapes: x, v0 (N,) → (), (N,)."""
    u = v0 / v0.norm()
    for _ in range(steps):
        u = product(f, x, u)
        u = u / u.norm()
    quotient: Tensor = u @ product(f, x, u)
    return quotient, u


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


_TRACE = (
    *MESSAGES,
    Mistake(
        "sign-lost",
        "",
        "value",
        seen.gives(lambda e: _quotients(e).abs().mean()),
        "You took the mean of |pᵀ H p|.",
        "H may bend down as well as up: a negative pᵀ H p counts as what it is, or the mean is not the trace.",
        "Leave the sign: `(P * HP).sum(1).mean()`.",
    ),
    Mistake(
        "spread-for-mean",
        "",
        "value",
        _is_a_spread,
        "You gave how far the K numbers pᵀ H p spread, not their mean.",
        "The spread tells how good the estimate is; the estimate itself is the mean.",
        "Take the mean over the probes' axis.",
    ),
    KEPT,
    Mistake(
        "summed-not-averaged",
        "HVP21",
        "value",
        seen.gives(lambda e: len(e.args[2]) * e.result if len(e.args[2]) > 1 else None),
        "You gave K times the estimate: the sum over the probes.",
        "Each probe gives an estimate of the whole trace by itself. K of them make a better one by their mean.",
        "Take the mean over the probes' axis.",
    ),
    Mistake(
        "averaged-over-entries",
        "HVP21",
        "value",
        seen.gives(lambda e: e.result / len(e.args[1]) if len(e.args[1]) > 1 else None),
        "You gave the estimate divided by N.",
        "pᵀ H p is a sum over N entries; only over the K probes is there a mean to take. Probes of ±1 need no"
        " normalising either: each entry has variance 1 as it is.",
        "Add over the entries first, then take the mean: `(P * HP).sum(1).mean()`.",
    ),
    Mistake(
        "mean-forgotten",
        "HVP21",
        "value",
        seen.gives(_quotients),
        "You gave K numbers, one pᵀ H p for each probe.",
        "Each of them estimates the trace; asked is one estimate.",
        "Take their mean.",
    ),
    Mistake(
        "probes-crossed",
        "",
        "value",
        seen.gives(_crossed),
        "Every probe met every other one, and all K × K numbers went into the mean.",
        "pₖᵀ H pₗ with k ≠ l estimates nothing: its mean is zero. Only the K numbers with k = l count.",
        "Multiply entry by entry, `P * HP`, and add along the rows.",
    ),
    Mistake(
        "exact-trace",
        "",
        "value",
        seen.gives(lambda e: seen.matrix(e).diagonal().sum()),
        "You gave the exact trace of H; the probes did not come into it.",
        "Asked is the estimate that these probes make. It takes K products, where the exact trace takes N.",
        "Work out pᵀ H p for each probe, and take the mean.",
    ),
    Mistake(
        "hessian-built",
        "HVP01",
        "cost",
        seen.builds_matrix,
        BUILT.saw,
        "That is what the estimate is there to avoid: K products, whatever N is.",
        "Push the probes through the gradient, `vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)`, and multiply"
        " with them entry by entry.",
    ),
    Mistake(
        "every-entry-with-every-other",
        "",
        "cost",
        _meets_entries,
        "With long probes too much memory is taken at one time: {finding}.",
        "Something of N × N numbers is made: `(H P)ᵀ @ P`, say, an outer product, or an `eye(N)`. Of it only the"
        " diagonal is wanted, or less.",
        "Multiply entry by entry, `P * HP`, and add along the rows: it takes K × N.",
    ),
    Mistake(
        "every-probe-with-every-other",
        "",
        "cost",
        lambda case: "peak" in case.over and not seen.builds_matrix(case),
        "Too much memory is taken at one time: {finding}.",
        "`P @ (H P)ᵀ` meets every probe with every other: K × K numbers, of which only the diagonal is wanted. With"
        " many probes that is more than H itself.",
        "Multiply entry by entry, `P * HP`, and add along the rows: it takes K × N.",
    ),
    *REMARKS,
)

_Pair = tuple[Tensor, Tensor, Expected]


def _pairs(case: Case) -> list[_Pair]:
    """λ and u of every call on more than one input; none at all where an answer gave something else."""
    found: list[_Pair] = []
    for observed, expected in case.pairs:
        match observed.result:
            case (Tensor() | float() as value, Tensor() as u) if u.shape == expected.args[1].shape:
                found.append((torch.as_tensor(value).to(u.dtype), u, expected))
            case _:
                return []
    return [pair for pair in found if len(pair[1]) > 1 and torch.isfinite(pair[1]).all()]


def _all(shows: Callable[[Tensor, Tensor, Expected], bool]) -> Callable[[Case], bool]:
    """Look for a mark that every call's pair has, where at least one pair is wrong."""

    def told(case: Case) -> bool:
        found = _pairs(case)
        return bool(found) and any(True for _ in case.wrong()) and all(shows(*pair) for pair in found)

    return told


def _iterated(e: Expected, steps: int) -> tuple[Tensor, Tensor, Tensor]:
    """λ, u and ‖H u‖ after so many steps."""
    f, x, u = e.args[:3]
    u = u / u.norm()
    for _ in range(steps):
        u = product(f, x, u)
        u = u / u.norm()
    pushed = product(f, x, u)
    return u @ pushed, u, pushed.norm()


def _same(one: Tensor, other: Tensor) -> bool:
    return one.shape == other.shape and bool((one - other).abs() <= 1e-3 * other.abs())


def _aligned(one: Tensor, other: Tensor) -> bool:
    return equal_to(one, other, loosely=True) or equal_to(-one, other, loosely=True)


def _sign_lost(value: Tensor, u: Tensor, e: Expected) -> bool:
    steps = e.args[3]
    lengths = (_iterated(e, steps)[2], _iterated(e, steps - 1)[2], e.result[0].abs())
    return _aligned(u, e.result[1]) and any(_same(value, length) for length in lengths)


def _stale(value: Tensor, u: Tensor, e: Expected) -> bool:
    return _aligned(u, e.result[1]) and _same(value, _iterated(e, e.args[3] - 1)[0])


def _off_by_one(value: Tensor, u: Tensor, e: Expected) -> bool:
    steps = e.args[3]
    return any(_aligned(u, _iterated(e, count)[1]) for count in (steps - 1, steps + 1))


def _long(value: Tensor, u: Tensor, e: Expected) -> bool:
    length = u.norm()
    return bool((length - 1).abs() > 1e-3) and bool(length > 0) and _aligned(u / length, e.result[1])


def _converged(value: Tensor, u: Tensor, e: Expected) -> bool:
    values, vectors = torch.linalg.eigh(seen.matrix(e).double())
    most = values.abs().argmax()
    return _aligned(u.double(), vectors[:, most]) and _same(value.double(), values[most])


def _overflows(case: Case) -> bool:
    """Only the calls of large curvature go wrong, and those end in NaN, infinity or a lost vector."""
    wrong = [(observed.result, expected) for observed, expected in case.wrong() if not observed.raised]
    return bool(wrong) and all(
        expected.call.label.startswith("large curvature")
        and any(not torch.isfinite(torch.as_tensor(part)).all() or not part.any() for part in tensors_of(result))
        for result, expected in wrong
    )


def _turned_round(case: Case) -> bool:
    results = [observed.result for observed, _ in case.wrong()]
    return bool(results) and all(
        isinstance(result, tuple)
        and len(result) == 2
        and isinstance(result[0], Tensor)
        and result[0].dim() == 1
        and (isinstance(result[1], float) or (isinstance(result[1], Tensor) and result[1].dim() == 0))
        for result in results
    )


_CURVATURE = (
    *MESSAGES,
    KEPT,
    Mistake(
        "pair-turned-round",
        "",
        "value",
        _turned_round,
        "You gave (u, λ).",
        "The pair is asked the other way round, as `torch.linalg.eigh` gives it: values first.",
        "Return λ, then u.",
    ),
    Mistake(
        "iteration-overflows",
        "HVP22",
        "value",
        _overflows,
        "All is well until the curvature is large: then the numbers overflow.",
        "Every product multiplies the vector's length by about λ. In float32 some 38 digits are all there is.",
        "Bring u back to length 1 after every product, not only at the end.",
    ),
    Mistake(
        "stale-quotient",
        "",
        "value",
        _all(_stale),
        "u is right, and λ belongs to the u before it.",
        "u · (H u) from inside the loop is the quotient of the vector that went in, not of the one that came out.",
        "Work λ out after the loop, with one more product: `u @ hvp(f, x, u)`.",
    ),
    Mistake(
        "sign-lost",
        "HVP22",
        "value",
        _all(_sign_lost),
        "u is right, and λ is a length: it is never negative.",
        "‖H u‖ has no sign. At a maximum or along a ridge the largest curvature is negative.",
        "Take the Rayleigh quotient: λ = u · (H u).",
    ),
    Mistake(
        "one-step-off",
        "",
        "value",
        _all(_off_by_one),
        "Your u is that of one step more, or one step less, than asked.",
        "One step is one product, brought back to length 1. Normalising v0 is no step.",
        "Count the products before u is done: `for _ in range(steps)`.",
    ),
    Mistake(
        "not-a-unit-vector",
        "HVP22",
        "value",
        _all(_long),
        "u points the right way, and its length is not 1, or λ was worked out while it was not.",
        "The Rayleigh quotient is uᵀ H u / uᵀ u: with another length λ is off by its square.",
        "Divide u by `u.norm()` after every product, and before λ.",
    ),
    Mistake(
        "converged-pair",
        "",
        "value",
        _all(_converged),
        "You gave the eigenvalue and eigenvector themselves.",
        "Asked is where power iteration stands after `steps` steps; on a real model nobody can wait for the end, or"
        " build H for `eigh`.",
        "Start from v0 and stop after `steps` products.",
    ),
    BUILT,
    *COST,
    *REMARKS,
)

ENTRIES = {
    "hutchinson_trace": Entry(estimate, _TRACE, tensor),
    "top_curvature": Entry(power_iteration, _CURVATURE, eigenpair),
}
