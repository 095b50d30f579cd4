"""Key to `spectral_density`: no nodes are compared with others, what they must have is worked out from them."""

from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.curvature_at_work.matrices import quadrature
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.property import ByProperty, Departure, Property, lacks
from autograder.answer_key.wrong_where_small import taken_for_nothing_in, wrong_in
from autograder.observe import Other
from autograder.questions.curvature_at_work.matrices import all_of
from autograder.questions.curvature_at_work.spectral_density import APART, BROKEN, ISOLATED, SMALL

_CLOSE = {torch.float64: 1e-10, torch.float32: 1e-5}
# The contract's number; float32 has half the digits.
_MOMENTS = {torch.float64: 1e-8, torch.float32: 1e-3}
_BESIDE = 1e-3  # of an eigenvalue: a node that is nearer has found it


def _negative(result: Any, e: Expected) -> Departure:
    _, weights = result
    least = weights.min(1).values
    worst = int(least.argmin())
    return Departure(max(0.0, -least[worst].item()), f"a weight of {least[worst]:.2g}", f"probe {worst}")


def _not_one(result: Any, e: Expected) -> Departure:
    sums = result[1].sum(1)
    off = (sums - 1).abs()
    worst = int(off.argmax())
    return Departure(off[worst].item(), f"they sum to {sums[worst]:.4g}", f"probe {worst}")


def _other_moments(result: Any, e: Expected) -> Departure:
    """Hold each moment up to 2k − 1 against pᵀ Aᵐ p / N, relative to that of |A|."""
    nodes, weights = (part.double() for part in result)
    values, shares = _seen_by(e)
    powers = torch.arange(2 * e.args[2], dtype=torch.float64)[:, None, None]
    got, want = (weights * nodes**powers).sum(2), (shares * values**powers).sum(2)
    scale = (shares * values.abs() ** powers).sum(2).clamp_min(1e-300)
    off = ((got - want).abs() / scale).nan_to_num(nan=torch.inf)
    first = (off > _MOMENTS[result[0].dtype]).nonzero()
    m, probe = first[0].tolist() if len(first) else divmod(int(off.argmax()), off.shape[1])
    return Departure(off.max().item(), f"moment m = {m} is off, by {off[m, probe]:.1g} of its size", f"probe {probe}")


def _seen_by(e: Expected) -> tuple[Tensor, Tensor]:
    """Return A's eigenvalues, and what share of each probe lies along each of them."""
    values, vectors = torch.linalg.eigh(all_of(e.args[0], e.args[1][0]).double())
    probes = e.args[1].double()
    return values, (probes @ vectors).square() / probes.shape[1]


def _ghosts(result: Any, e: Expected) -> Departure | None:
    if not e.call.label.startswith(APART):
        return None
    nodes = result[0]
    counts = [((nodes - value).abs() <= _BESIDE * value).sum(1) for value in ISOLATED]
    most = [int(count.max()) for count in counts]
    worst = max(range(len(most)), key=most.__getitem__)
    found = f"the eigenvalue {ISOLATED[worst]:g} is seen {most[worst]} times"
    return Departure(float(max(0, most[worst] - 1)), found, f"probe {int(counts[worst].argmax())}")


def _off_two(result: Any, e: Expected) -> Departure | None:
    if not e.call.label.startswith(BROKEN):
        return None
    nodes, weights = result
    at_two = torch.where((nodes - 2).abs() <= 1e-8, weights, torch.zeros_like(weights)).sum(1)
    worst = int((at_two - 1).abs().argmax())
    return Departure(abs(at_two[worst].item() - 1), f"a weight of {at_two[worst]:.4g} lies there", f"probe {worst}")


_BREAKS_DOWN = (BROKEN, "one input", "as many steps")

_POSITIVE = Property("no weight is below 0", _negative, _CLOSE)
_SUMS = Property("the weights of each probe sum to 1", _not_one, _CLOSE)
_EXACT = Property("moments up to 2k − 1 are those of A", _other_moments, _MOMENTS)
_ONCE = Property("an eigenvalue that stands apart is seen at most once", _ghosts, {})
_TWO = Property("where A = 2 I, all the weight lies at 2", _off_two, _CLOSE)


def _parts(case: Case) -> list[tuple[Tensor, Tensor, Expected]] | None:
    """Return the wrong results with their expected ones; None where one is not a pair of tensors."""
    found = []
    for seen, e in case.wrong():
        if not (isinstance(seen.result, tuple) and len(seen.result) == 2):
            return None
        if not all(isinstance(part, Tensor) for part in seen.result):
            return None
        found.append((*seen.result, e))
    return found or None


def _turned_round(case: Case) -> bool:
    parts = _parts(case)
    return parts is not None and all(
        one.shape == other.shape == e.result[0].shape and not _right(one, other, e) and _right(other, one, e)
        for one, other, e in parts
    )


def _right(nodes: Tensor, weights: Tensor, e: Expected) -> bool:
    return ENTRY.compare((nodes, weights), e) is None


def _scaled(case: Case) -> bool:
    """The nodes are right, and the weights too but for their sum."""
    parts = _parts(case)
    return parts is not None and all(
        weights.shape == nodes.shape == e.result[0].shape
        and bool((weights.sum(1) > 0).all())
        and _right(nodes, weights / weights.sum(1, keepdim=True), e)
        for nodes, weights, e in parts
    )


def _not_squared(case: Case) -> bool:
    parts = _parts(case)
    return parts is not None and all(
        weights.shape == nodes.shape == e.result[0].shape and _right(nodes, weights.square(), e)
        for nodes, weights, e in parts
    )


def _nodes_right(case: Case) -> bool:
    """The nodes are those of the quadrature, and the weights are others."""
    parts = _parts(case)
    if parts is None or wrong_in(case, SMALL):
        return False
    telling = [part for part in parts if not part[2].call.label.startswith((APART, BROKEN))]
    alike = [
        nodes.shape == e.result[0].shape and equal_to(nodes.sort(1).values, e.result[0], loosely=True)
        for nodes, _, e in telling
    ]
    others = any(not equal_to(weights, e.result[1], loosely=True) for _, weights, e in telling)
    return all(alike) and others and not _scaled(case) and not _not_squared(case)


def _first_is_of_moments(case: Case) -> bool:
    _, _, fault = next(case.faults())
    return fault is not None and fault.property == _EXACT.name and not lacks(_ONCE.name)(case)


def _moments_wrong(case: Case) -> bool:
    elsewhere = _nodes_right(case) or _turned_round(case) or wrong_in(case, SMALL)
    return _first_is_of_moments(case) and not elsewhere


def _nothing_left(case: Case) -> bool:
    """Only where the method breaks down are there numbers that are none."""
    labels = [e.call.label for _, e in case.wrong()]
    return bool(labels) and all(label.startswith(_BREAKS_DOWN) for label in labels)


def _sees_ghosts(case: Case) -> bool:
    """Where the method goes on, what is wrong is ghosts; who divides by nothing besides is told so next."""
    found = [fault and fault.property for _, e, fault in case.faults() if not e.call.label.startswith(_BREAKS_DOWN)]
    return bool(found) and set(found) == {_ONCE.name}


def _meaned(case: Case) -> bool:
    shapes = [
        (seen.result, e.call.sizes["k"])
        for seen, e in case.wrong()
        if isinstance(seen.result, tuple) and len(seen.result) == 2
    ]
    return bool(shapes) and all(
        all(isinstance(part, Tensor | Other) and part.shape == (k,) for part in result) for result, k in shapes
    )


def _builds(case: Case) -> bool:
    over = [
        (cost.products, e.call.sizes)
        for cost, e in case.costs()
        if cost.products > e.call.sizes["K"] * e.call.sizes["k"]
    ]
    return bool(over) and all(found % sizes["N"] == 0 for found, sizes in over)


_MISTAKES = (
    taken_for_nothing_in(SMALL),
    Mistake(
        "pair-turned-round",
        "value",
        _turned_round,
        "You gave (weights, nodes).",
        "The pair is asked the other way round, as `torch.linalg.eigh` gives it: where, then how much.",
        "Return nodes, then weights.",
    ),
    Mistake(
        "probes-averaged",
        "value",
        _meaned,
        "You gave one row, the probes averaged.",
        "Each probe has nodes of its own, and they lie at other places. A mean of nodes is no node.",
        "Return a row for each probe, (K, k).",
    ),
    Mistake(
        "weights-not-squared",
        "value",
        _not_squared,
        "The nodes are right; the weights are lengths, with a sign or without.",
        "How much of the probe lies along a direction is the square of its share, and squares sum to 1.",
        "Square the first entries: `vectors[..., 0, :] ** 2`.",
    ),
    Mistake(
        "weights-not-shares",
        "value",
        lambda case: _scaled(case) and not _not_squared(case),
        "The nodes are right; the weights of a probe do not sum to 1.",
        "A probe of ±1 has length √N. Its density is a share of it, whatever its length.",
        "Begin with the probe brought to length 1, and leave the squares as they are.",
    ),
    Mistake(
        "weights-of-another-entry",
        "value",
        _nodes_right,
        "The nodes are right, and the weights are not.",
        "`torch.linalg.eigh` gives a vector in each column. The first entry of each is its share of the start.",
        "Take the first row of the vectors, and square it: `vectors[..., 0, :] ** 2`.",
    ),
    Mistake(
        "ghosts",
        "value",
        _sees_ghosts,
        "An eigenvalue is seen more than once by one probe.",
        "Rounding brings old directions back into a new one before its `norm` is taken, and Lanczos finds them again."
        " Their weights share what belongs to one: the density is right, a count of eigenvalues is not.",
        "Take all earlier directions away from each new one, twice.",
    ),
    Mistake(
        "division-by-nothing",
        "value",
        _nothing_left,
        "Where nothing is left of a new direction, something goes wrong.",
        "With A = 2 I the first product is the probe again, and what is left of it is 0: no direction to go on in, and"
        " nothing for a `/`.",
        "Where the length is 0, do not divide: a vector of zeros may follow, and its nodes have no weight.",
    ),
    Mistake(
        "moments-wrong",
        "value",
        _moments_wrong,
        "Nodes and weights do not go together.",
        "With k products 2k moments of A come out right, m = 0 to 2k − 1, if the first directions are `probes`,"
        " brought to length 1, and the small matrix (`diag_embed`, `diag`) is made rightly: A q along q on its"
        " diagonal, the lengths of what is left beside it, in order.",
        "Work out T for k = 2 by hand: which number stands where?",
    ),
    Mistake(
        "matrix-built",
        "cost",
        lambda case: _builds(case) or case.over == {"peak"},
        "A was built, or something as large.",
        "A has N × N numbers, and so has `matvec` of all unit vectors. A density needs K · k products, some hundreds"
        " for a network of any size.",
        "Multiply with the directions that Lanczos' method asks for, and with nothing else.",
    ),
    Mistake(
        "too-many-products",
        "cost",
        lambda case: "products" in case.over and not _builds(case),
        "More products were made than K · k.",
        "A step of Lanczos' method is one `matvec` for each probe; A q along q is in that product already.",
        "Multiply once in each step, and keep the result. The last direction is not multiplied.",
    ),
)

ENTRY = Entry(quadrature, _MISTAKES, ByProperty((_POSITIVE, _SUMS, _EXACT, _TWO, _ONCE)))
