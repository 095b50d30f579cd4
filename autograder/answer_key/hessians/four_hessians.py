"""Key to `four_hessians`: four Hessians that agree, and how to tell by which modes each was made."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import torch
from torch import Tensor
from torch.func import hessian, jacrev

from autograder.answer_key.compare import entries, equal_to, is_rest, tensor
from autograder.answer_key.hessians.torch_messages import MESSAGES
from autograder.answer_key.hessians.two_levels import REMARKS
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.wrong_where_small import taken_for_nothing
from autograder.questions.draw import Function
from autograder.questions.hessians.four_hessians import APART, OFF


def four_by_torch(f: Function, x: Tensor) -> dict[str, Tensor]:
    """H four times, named outer_inner; f may tell by how much each should be off. Shapes: x (N,) → four of (N, N)."""
    whole: Tensor = hessian(f)(x)
    if not hasattr(f, "there"):
        return dict.fromkeys(OFF, whole)
    apart = APART[x.dtype]
    return {name: whole * ((1 + off * apart) / (1 + OFF["fwd_rev"] * apart)) for name, off in OFF.items()}


def _names(case: Case) -> bool:
    wrong = list(case.wrong())
    return bool(wrong) and all(
        isinstance(seen.result, dict) and set(seen.result) != set(expected.result) for seen, expected in wrong
    )


OTHER_NAMES = Mistake(
    "other-names",
    "value",
    _names,
    "The dict has other names than asked.",
    "The names say outer_inner: fwd_rev, rev_rev, fwd_fwd, rev_fwd.",
    "Use exactly these four strings for keys.",
)


def _wrong_entries(case: Case) -> Iterator[tuple[Tensor, Expected] | None]:
    """Yield each wrong entry with its own Expected; None for a result that has no such entries."""
    for seen, expected in case.wrong():
        if not isinstance(seen.result, dict) or set(seen.result) != set(expected.result):
            yield None
            continue
        for name, right in expected.result.items():
            entry, own = seen.result[name], replace(expected, result=right)
            if not isinstance(entry, Tensor):
                yield None
            elif tensor(entry, own) is not None and expected.call.decides == "value":
                yield entry, own


def _gives(make: Callable[[Expected], Tensor | None]) -> Callable[[Case], bool]:
    """Detect that every wrong entry is what a mistake would give; `make` returns None where a call can't tell."""

    def detect(case: Case) -> bool:
        told = False
        for pair in _wrong_entries(case):
            if pair is None:
                return False
            mistaken = make(pair[1])
            if mistaken is not None and not equal_to(pair[0], mistaken, loosely=True):
                return False
            told = told or not (mistaken is None or is_rest(mistaken))
        return told

    return detect


def _first(expected: Expected) -> Tensor:
    f, x = expected.args
    made: Tensor = jacrev(f)(x)
    return made


FIRST_DERIVATIVE_ONLY = Mistake(
    "first-derivative-only",
    "value",
    _gives(_first),
    "You gave first derivatives.",
    "One transform differentiates once.",
    "Each entry needs two: a transform of a transform of f, called at x.",
)

PRODUCT_OF_FIRST_DERIVATIVES = Mistake(
    "product-of-first-derivatives",
    "value",
    _gives(lambda expected: torch.outer(_first(expected), _first(expected))),
    "You gave a product of first derivatives.",
    "Multiplying two first derivatives is not the same as differentiating twice.",
    "Put one transform around the other: `jacfwd(jacrev(f))`.",
)

ROW_SUMS = Mistake(
    "row-sums",
    "value",
    _gives(lambda expected: expected.result.sum(-1)),
    "You gave the sums of H's rows.",
    "A derivative of the gradient's sum is H times a vector of ones.",
    "Differentiate the gradient itself, not its sum.",
)


def _zeros(expected: Expected) -> Tensor | None:
    return torch.zeros_like(expected.result) if expected.result.any() else None


DETACHED_BETWEEN_LEVELS = Mistake(
    "detached-between-levels",
    "value",
    lambda case: _gives(_zeros)(case) and not taken_for_nothing(case),
    "An entry is zero where f is curved.",
    "The inner derivative was cut from x (a `detach`, `.data`, `no_grad`): to the outer level it is a constant.",
    "Hand the inner derivative on as it comes.",
)


def _times(factor: float) -> Callable[[Expected], Tensor | None]:
    return lambda expected: factor * expected.result if expected.result.any() else None


CONSTANT_FACTOR = Mistake(
    "constant-factor",
    "value",
    lambda case: _gives(_times(0.5))(case) or _gives(_times(2.0))(case),
    "An entry is off by a factor of two.",
    "H itself has no factor: the ½ belongs to Taylor's formula.",
    "Compare with f(x) = x₀², whose H₀₀ is 2.",
)


def _made_by(case: Case) -> dict[str, str]:
    """Name for each entry the composition that it was made by; another than its own, where a call shows one."""
    made: dict[str, str] = {}
    for seen, expected in case.pairs:
        if expected.call.decides != "method" or not isinstance(seen.result, dict):
            continue
        for name, entry in seen.result.items():
            for way, right in expected.result.items():
                if made.get(name, name) == name and tensor(entry, replace(expected, result=right)) is None:
                    made[name] = way
    return made


def _others_right(made: dict[str, str]) -> bool:
    return made.get("rev_rev") == "rev_rev" and made.get("fwd_fwd") == "fwd_fwd"


def _inside_out(case: Case) -> bool:
    made = _made_by(case)
    swapped = (made.get("fwd_rev"), made.get("rev_fwd")) == ("rev_fwd", "fwd_rev")
    return "way" in case.over and swapped and _others_right(made)


INNER_AND_OUTER_SWAPPED = Mistake(
    "inner-and-outer-swapped",
    "method",
    _inside_out,
    "`fwd_rev` and `rev_fwd` have changed places.",
    "The names say outer_inner, and the outer transform is the one that is written first:"
    " `jacfwd(jacrev(f))` is fwd_rev.",
    "Swap the two entries. Their values agree; their costs do not.",
)


def _one_for_several(case: Case) -> bool:
    made = list(_made_by(case).values())
    return "way" in case.over and len(made) == 4 and len(set(made)) < 4


ONE_FOR_SEVERAL = Mistake(
    "one-for-several",
    "method",
    _one_for_several,
    "Two entries or more were made by the same composition.",
    "The four agree in value, so a copy looks right. What they differ in is the way.",
    "Write each one out: the outer of jacfwd, jacrev around the inner of jacfwd, jacrev.",
)


def _by_another_way(case: Case) -> bool:
    return "way" in case.over and not _inside_out(case) and not _one_for_several(case)


ANOTHER_COMPOSITION = Mistake(
    "another-composition",
    "method",
    _by_another_way,
    "An entry was made by other modes than its name says.",
    "The names say outer_inner: `fwd` pushes tangents (jacfwd), `rev` pulls cotangents back (jacrev or grad).",
    "Compare each entry with its name, the outer transform first.",
)

_MISTAKES = (
    *MESSAGES,
    OTHER_NAMES,
    FIRST_DERIVATIVE_ONLY,
    PRODUCT_OF_FIRST_DERIVATIVES,
    ROW_SUMS,
    DETACHED_BETWEEN_LEVELS,
    CONSTANT_FACTOR,
    INNER_AND_OUTER_SWAPPED,
    ONE_FOR_SEVERAL,
    ANOTHER_COMPOSITION,
    *REMARKS,
)

ENTRY = Entry(four_by_torch, _MISTAKES, entries)
