"""Key to `top_curvature`."""

import torch
from torch import Tensor

from autograder.answer_key.compare import eigenpair, equal_to
from autograder.answer_key.hvps.altered_products import WAY
from autograder.answer_key.hvps.derivatives import hessian, matrix, product
from autograder.answer_key.hvps.eigenpairs import aligned, all_pairs, iterated, same, stands_at, wrong_pairs
from autograder.answer_key.hvps.left_behind import KEPT, REMARKS
from autograder.answer_key.hvps.matrix_built import built
from autograder.answer_key.hvps.over_budget import COST
from autograder.answer_key.hvps.torch_messages import FORWARD, messages
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.wrong_where_small import taken_for_nothing_in, wrong_in
from autograder.observe import tensors_of
from autograder.questions.draw import Function
from autograder.questions.hvps.top_curvature import SMALL


def pair_by_matrix(f: Function, x: Tensor, v0: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """Rayleigh quotient and unit vector after some steps. Shapes: x, v0 (N,) → (), (N,)."""
    h = hessian(f, x).double()
    u = stands_at(h, v0, steps)
    return (u @ h @ u).to(x.dtype), u.to(x.dtype)


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


_TURNED_ROUND = Mistake(
    "pair-turned-round",
    "value",
    _turned_round,
    "You gave (u, λ).",
    "The pair is asked the other way round, as `torch.linalg.eigh` gives it: values first.",
    "Return λ, then u.",
)


def _overflows(case: Case) -> bool:
    """Only the calls of large curvature go wrong, and those end in NaN, infinity or a lost vector."""
    wrong = [(observed.result, expected) for observed, expected in case.wrong() if not observed.raised]
    return bool(wrong) and all(
        expected.call.label.startswith("large curvature")
        and any(not torch.isfinite(torch.as_tensor(part)).all() or not part.any() for part in tensors_of(result))
        for result, expected in wrong
    )


_OVERFLOWS = Mistake(
    "iteration-overflows",
    "value",
    _overflows,
    "All is well until the curvature is large: then the numbers overflow.",
    "Every product multiplies the vector's length by about λ. In float32 nothing is larger than some 3 · 10³⁸.",
    "Bring u back to length 1 after every product, not only at the end.",
)


def _stale(value: Tensor, u: Tensor, e: Expected) -> bool:
    return aligned(u, e.result[1]) and same(value, iterated(e, e.args[3] - 1)[0])


_STALE = Mistake(
    "stale-quotient",
    "value",
    all_pairs(_stale),
    "u is right, and λ belongs to the u before it.",
    "u · (H u) from inside the loop is the quotient of the vector that went in, not of the one that came out.",
    "Work λ out after the loop, with one more product: `u @ hvp(f, x, u)`.",
)


def _sign_lost(value: Tensor, u: Tensor, e: Expected) -> bool:
    steps = e.args[3]
    lengths = (iterated(e, steps)[2], iterated(e, steps - 1)[2], e.result[0].abs())
    return aligned(u, e.result[1]) and any(same(value, length) for length in lengths)


_SIGN_LOST = Mistake(
    "sign-lost",
    "value",
    all_pairs(_sign_lost),
    "u is right, and λ is a length: it is never negative.",
    "‖H u‖ has no sign. At a maximum or along a ridge the largest curvature is negative.",
    "Take the Rayleigh quotient: λ = u · (H u).",
)


def _signed_length(value: Tensor, u: Tensor, e: Expected) -> bool:
    lengths = (iterated(e, steps)[2] for steps in (e.args[3], e.args[3] - 1))
    return aligned(u, e.result[1]) and any(same(value.abs(), length) for length in lengths)


_LENGTH_WITH_SIGN = Mistake(
    "length-for-quotient",
    "value",
    lambda case: all_pairs(_signed_length)(case) and not all_pairs(_sign_lost)(case),
    "u is right, and λ is the length of a product, with a sign before it.",
    "‖H u‖ is the size of λ only where u has settled. Before that it is larger than that of u · (H u).",
    "Take the Rayleigh quotient of the last u: λ = u · (H u).",
)


def _off_by_one(value: Tensor, u: Tensor, e: Expected) -> bool:
    steps = e.args[3]
    return any(aligned(u, iterated(e, count)[1]) for count in (steps - 1, steps + 1))


_ONE_STEP_OFF = Mistake(
    "one-step-off",
    "value",
    all_pairs(_off_by_one),
    "Your u is that of one step more, or one step less, than asked.",
    "One step is one product, brought back to length 1. Normalising v0 is no step.",
    "Count the products before u is done: `for _ in range(steps)`.",
)


def _long(value: Tensor, u: Tensor, e: Expected) -> bool:
    length = u.norm()
    return bool((length - 1).abs() > 1e-3) and bool(length > 0) and aligned(u / length, e.result[1])


_NO_UNIT = Mistake(
    "not-a-unit-vector",
    "value",
    all_pairs(_long),
    "u points the right way, and its length is not 1, or λ was worked out while it was not.",
    "The Rayleigh quotient is uᵀ H u / uᵀ u: with another length λ is off by its square.",
    "Divide u by `u.norm()` after every product, and before λ.",
)


def _stops_early(case: Case) -> bool:
    """Where u is wrong, it is that of fewer steps, and some calls are right."""
    found = wrong_pairs(case)
    early = all(any(aligned(u, iterated(e, k)[1]) for k in range(e.args[3])) for _, u, e in found)
    return bool(found) and early and len(found) < len(case.pairs) and not all_pairs(_off_by_one)(case)


_FEWER_STEPS = Mistake(
    "fewer-steps",
    "value",
    _stops_early,
    "In some calls you took fewer steps than asked.",
    "Either a number of steps is written in, or the loop ends when λ settles, or a branch of its own is made for a"
    " single step. λ settles long before u does.",
    "Take `steps` steps, however early λ settles.",
)


def _is_short(case: Case) -> bool:
    """u points the right way, and is shorter than 1; one that is so where H is small alone was held from 0."""
    if wrong_in(case, SMALL):
        return False
    found = wrong_pairs(case)
    short = [(1 - u.norm().item(), equal_to(u / u.norm() * _sign(u, e), e.result[1])) for _, u, e in found]
    return bool(short) and all(1e-12 < by < 0.5 and right for by, right in short)


def _sign(u: Tensor, e: Expected) -> float:
    return -1.0 if u.double() @ e.result[1].double() < 0 else 1.0


_EPSILON = Mistake(
    "epsilon-in-a-norm",
    "value",
    _is_short,
    "u points the right way, and its length is less than 1.",
    "A small number added to the norm, against a division by zero, makes every vector shorter than it should be.",
    "Divide by `u.norm()` alone.",
)


def _is_damped(case: Case) -> bool:
    """λ is the quotient of H + c I at that u, with one c for all calls, and u iterates that matrix."""
    found = wrong_pairs(case)
    shifts = [
        float(value - u @ product(e.args[0], e.args[1], u)) for value, u, e in found if u.dtype is e.args[1].dtype
    ]
    alike = len(shifts) == len(found) > 1 and all(abs(each / shifts[0] - 1) < 1e-3 for each in shifts if shifts[0])
    if not alike or abs(shifts[0]) < 1e-7:
        return False
    return all(aligned(u, _shifted(e, shifts[0])) for _, u, e in found)


def _shifted(e: Expected, shift: float) -> Tensor:
    v0, steps = e.args[2:]
    h = matrix(e)
    return stands_at(h + shift * torch.eye(len(v0), dtype=h.dtype), v0, steps).to(v0.dtype)


_DAMPED = Mistake(
    "damping-added",
    "value",
    _is_damped,
    "You iterated H + c I, for some c: H and a multiple of the identity.",
    "Such damping moves every eigenvalue by c. Power iteration then turns at another rate, or to another direction.",
    "Leave it out: asked is H alone.",
)


def _converged(value: Tensor, u: Tensor, e: Expected) -> bool:
    values, vectors = torch.linalg.eigh(matrix(e).double())
    most = values.abs().argmax()
    return aligned(u.double(), vectors[:, most]) and same(value.double(), values[most])


_CONVERGED = Mistake(
    "converged-pair",
    "value",
    all_pairs(_converged),
    "You gave the eigenvalue and eigenvector themselves.",
    "Asked is where power iteration stands after `steps` steps; on a real model nobody can wait for the end, or"
    " build H for `eigh`.",
    "Start from v0 and stop after `steps` products.",
)


def _largest(value: Tensor, u: Tensor, e: Expected) -> bool:
    values, vectors = torch.linalg.eigh(matrix(e).double())
    return aligned(u.double(), vectors[:, -1]) and same(value.double(), values[-1])


_LARGEST = Mistake(
    "largest-not-steepest",
    "value",
    lambda case: all_pairs(_largest)(case) and not all_pairs(_converged)(case),
    "You gave the eigenvector of the largest eigenvalue, a small one where a negative one is larger in size.",
    "`torch.linalg.eigh` sorts from the most negative up, and its last is the largest. Power iteration goes to the"
    " largest in size, whatever its sign; and asked is where it stands after `steps` steps.",
    "Start from v0 and stop after `steps` products.",
)


def _belongs_together(value: Tensor, u: Tensor, e: Expected) -> bool:
    unit = u.dtype is e.args[1].dtype and bool((u.norm() - 1).abs() < 1e-4)
    return unit and same(value, u @ product(e.args[0], e.args[1], u))


_ANOTHER_START = Mistake(
    "another-start",
    "value",
    all_pairs(_belongs_together),
    "λ and u belong together, and this u is not where v0 leads to.",
    "After `steps` steps u still shows where it began, and what it was multiplied with. A start of your own, of ones or"
    " at random, another matrix than H, or a share of the old u that is kept ends elsewhere.",
    "Begin with v0 / ‖v0‖, and in each step take H u, brought to length 1, and nothing else.",
    rest=True,
)

_MISTAKES = (
    *FORWARD,
    *messages(WAY),
    KEPT,
    _TURNED_ROUND,
    _OVERFLOWS,
    _STALE,
    _SIGN_LOST,
    _LENGTH_WITH_SIGN,
    _ONE_STEP_OFF,
    _NO_UNIT,
    _FEWER_STEPS,
    _EPSILON,
    _DAMPED,
    _CONVERGED,
    _LARGEST,
    _ANOTHER_START,
    taken_for_nothing_in(SMALL),
    built(WAY),
    *COST,
    *REMARKS,
)

ENTRY = Entry(pair_by_matrix, _MISTAKES, eigenpair)
