"""How a result is compared with the expected one. Every tolerance stands in the tables here.

A comparison is a small callable: (result, expected) → None where they agree, else a line for the student.

Offers: `Comparison`, `Discrepancy`, `tensor` (the usual comparison), `within` (an absolute tolerance), `solved` (of a
solve by steps), `parts` (of a tuple or a dict), `form` (type, shape and dtype alone), `sample` (of a large tensor),
`number`, `truth` (True or False), `equal_to`, `is_rest` (of rounding), `shapes_and_dtypes`.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from autograder.observe import Other, tensors_of
from autograder.observe.elsewhere import ELSEWHERE

# As a share of the largest entry: rounding in another order stays far below it, a result computed in a smaller dtype is
# far above.
RELATIVE = {torch.float64: 1e-9, torch.float32: 2e-4}
# The same where a result tells how it was made: its f has derivative rules that are off by ten times or twice as much.
TELLING = {torch.float64: 5e-13, torch.float32: 6e-7}
# The error that central differences may have in float64 (the contract's number).
DIFFERENCES = 1e-6
# The residual that a solution may leave in its equation (the contract's numbers); and, as a share of the largest entry,
# the error that its derivatives may have: they divide the solution's error, second derivatives three times.
RESIDUAL = {torch.float64: 1e-12, torch.float32: 1e-5}
THROUGH_A_SOLUTION = {torch.float64: 1e-7, torch.float32: 1e-2}
# For results of an iterative solve, which the answer itself stops at a tolerance (the contract's).
SOLVED = {torch.float64: 1e-6, torch.float32: 2e-3}
# For a single number: it may have float32's rounding, where it went through a tensor, and no more.
NUMBER = 1e-6
# Numbers that are all smaller than the first have a scale of their own; than the second, they are what rounding left.
SMALL, NOISE = 2.0**-14, {torch.float64: 2.0**-43, torch.float32: 2.0**-26}
# To recognise a mistake: looser, since a mistake may also be less exact.
RECOGNISED = {torch.float64: 1e-5, torch.float32: 1e-3}


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """How a result departs: `kind` in a word (type, names, shape, dtype, device, finite, value), `says` in one line.

    property  the name of the property that it lacks, where it is judged by properties
    """

    kind: str
    says: str
    property: str = ""


Comparison = Callable[[Any, Any], Discrepancy | None]


def described(result: Any) -> str:
    """Name a result's type as a learner would."""
    match result:
        case None:
            return "None"
        case Tensor():
            return f"a tensor of shape {tuple(result.shape)}"
        case Other(type="NoneType", shape=None):
            return "None"
        case Other(type=name, shape=shape):
            return _with_article(name) if shape is None else f"{_with_article(name)} of shape {shape}"
        case tuple():
            return f"a tuple of {len(result)}"
    return _with_article(type(result).__name__)


def _with_article(name: str) -> str:
    """Return a type's name with its article; for a metaclass, «a class»."""
    if name in ("type", "_TensorMeta", "ABCMeta", "EnumType"):
        return "a class"
    return f"a{'n' if name[:1].lower() in tuple('aeio') or name == 'ndarray' else ''} {name}"


def _dtype(of: Tensor) -> str:
    return f"{of.dtype}".removeprefix("torch.")


def _form(result: Any, expected: Tensor) -> Discrepancy | None:
    if isinstance(result, Other) and result.type.startswith("sparse_"):
        return Discrepancy("type", f"expected a tensor with all its entries, got {described(result)}")
    if isinstance(result, Other) and result.shape == tuple(expected.shape) and result.type.endswith("tensor"):
        return Discrepancy("dtype", f"expected a {_dtype(expected)} tensor like x, got {_with_article(result.type)}")
    if isinstance(result, Other) and result.type.startswith(ELSEWHERE):
        return Discrepancy("device", f"expected a tensor where x is, got a {result.type}")
    if not isinstance(result, Tensor):
        return Discrepancy("type", f"expected a tensor of shape {tuple(expected.shape)}, got {described(result)}")
    if result.shape != expected.shape:
        return Discrepancy("shape", f"expected shape {tuple(expected.shape)}, got {tuple(result.shape)}")
    if result.dtype != expected.dtype:
        whose = " (that of x)" if expected.is_floating_point() else ""
        return Discrepancy("dtype", f"expected dtype {_dtype(expected)}{whose}, got {_dtype(result)}")
    return None


def _numbers(result: Tensor, expected: Tensor, tolerance: float) -> Discrepancy | None:
    if not torch.isfinite(result).all():
        return Discrepancy("finite", "expected finite numbers, got NaN or infinity")
    if expected.numel() == 0:
        return None
    apart = (result.double() - expected.double()).abs()
    if apart.max().item() <= tolerance:
        return None
    share = (apart > tolerance).double().mean().item()
    return Discrepancy("value", f"the shape is right, but {share:.0%} of the entries are not")


def tensor(result: Any, expected: Any) -> Discrepancy | None:
    """Compare with an Expected whose result is a tensor, relative to its largest entry."""
    want, call = expected.result, expected.call
    tolerance = (TELLING if call.decides == "method" else RELATIVE)[want.dtype]
    return _tensor(result, want, _largest(want), call.exact, tolerance * expected.slack)


def _tensor(result: Any, want: Tensor, scale: float, exact: bool, tolerance: float) -> Discrepancy | None:
    fault = _form(result, want)
    if fault is not None or not exact:
        return fault
    return _numbers(result, want, tolerance * (scale or 1.0))


def _largest(tensor: Tensor) -> float:
    return tensor.abs().max().item() if tensor.numel() else 0.0


def parts(result: Any, expected: Any) -> Discrepancy | None:
    """Compare with an Expected whose result is a tensor, a tuple of such, or a dict of tensors.

    Each entry of a tuple is compared on its own scale; those of a dict share one, for they are parts of one thing.
    """
    return _part(result, expected.result, None, expected.call.exact, expected.slack)


def _part(result: Any, want: Any, scale: float | None, exact: bool, slack: float = 1.0) -> Discrepancy | None:
    if isinstance(want, Tensor):
        tolerance = RELATIVE.get(want.dtype, 0.0) * slack
        return _tensor(result, want, _largest(want) if scale is None else scale, exact, tolerance)
    named = want.items() if isinstance(want, dict) else ((f"entry {i}", part) for i, part in enumerate(want))
    if not isinstance(result, type(want)):
        return Discrepancy("type", f"expected a {type(want).__name__} of {len(want)}, got {described(result)}")
    if len(result) != len(want):
        return Discrepancy("type", f"expected a {type(want).__name__} of {len(want)}, got one of {len(result)}")
    if isinstance(want, dict):
        if result.keys() != want.keys():
            return Discrepancy("type", f"expected the entries {', '.join(want)}")
        scale = max(map(_largest, want.values()))
    found = (result[name] for name in want) if isinstance(want, dict) else result
    for (name, part), got in zip(named, found, strict=True):
        fault = _part(got, part, scale, exact, slack)
        if fault is not None:
            return Discrepancy(fault.kind, f"{name}: {fault.says}")
    return None


def solved(result: Any, expected: Any) -> Discrepancy | None:
    """Compare with an Expected whose result is a tensor from an iterative solve, relative to its largest entry."""
    want = expected.result
    return _tensor(result, want, _largest(want), expected.call.exact, SOLVED[want.dtype] * expected.slack)


def form(result: Any, expected: Any) -> Discrepancy | None:
    """Compare type, shape and dtype with an Expected whose result is a tensor, or a tuple or dict of such.

    The numbers must be finite; what they are is left to properties.
    """
    fault = _part(result, expected.result, None, exact=False)
    if fault is None and not all(torch.isfinite(each).all() for each in tensors_of(result)):
        return Discrepancy("finite", "expected finite numbers, got NaN or infinity")
    return fault


def number(result: Any, expected: Any) -> Discrepancy | None:
    """Compare with an Expected whose result is a float; a tensor is not one."""
    if not isinstance(result, float):
        return Discrepancy("type", f"expected a float, got {described(result)}")
    if not math.isfinite(result):
        return Discrepancy("finite", "expected a finite number, got NaN or infinity")
    if not math.isclose(result, expected.result, rel_tol=NUMBER * expected.slack):
        return Discrepancy("value", "a float as asked, but another number")
    return None


def within(tolerance: float) -> Comparison:
    """Make a comparison of tensors with an absolute tolerance."""

    def compare(result: Any, expected: Any) -> Discrepancy | None:
        want = expected.result
        fault = _form(result, want)
        if fault is not None:
            return fault
        return _numbers(result, want, tolerance * expected.slack) if expected.call.exact else None

    return compare


def sample(result: Any, want: Any) -> Discrepancy | None:
    """Compare entries of a tensor and its shape, or a dict of such, as `sampled` takes them."""
    match result, want:
        case (Tensor() | Other() as entries, tuple() as shape), (Tensor() as right, right_shape):
            if shape != right_shape:
                return Discrepancy("shape", f"expected shape {right_shape}, got {shape}")
            return _tensor(entries, right, _largest(right), True, RELATIVE[right.dtype])
        case dict(), dict():
            return _of_names(result, want) or next(_faults(result, want, sample), None)
    return Discrepancy("type", f"expected a tensor, got {described(result)}")


def entries(result: Any, expected: Any) -> Discrepancy | None:
    """Compare with an Expected whose result is a dict of tensors: the names, then each entry as `tensor` does.

    An entry that should be True or False is compared as `truth` does.
    """

    def entry(got: Any, want: Any) -> Discrepancy | None:
        return (truth if isinstance(want, bool) else tensor)(got, replace(expected, result=want))

    return _of_names(result, expected.result) or next(_faults(result, expected.result, entry), None)


def _of_names(result: Any, want: dict[str, Any]) -> Discrepancy | None:
    names = ", ".join(want)
    if not isinstance(result, dict):
        return Discrepancy("type", f"expected a dict of {names}, got {described(result)}")
    if set(result) != set(want):
        return Discrepancy("names", f"expected a dict of {names}, got one of {', '.join(result) or 'nothing'}")
    return None


def _faults(
    result: dict[str, Any], want: dict[str, Any], compare: Callable[[Any, Any], Discrepancy | None]
) -> Iterator[Discrepancy]:
    for name in want:
        fault = compare(result[name], want[name])
        if fault is not None:
            yield Discrepancy(fault.kind, f"entry {name}: {fault.says}")


def truth(result: Any, expected: Any) -> Discrepancy | None:
    """Compare with an Expected whose result is True or False; a 0-D bool tensor will do."""
    if isinstance(result, Tensor) and result.dtype is torch.bool and result.dim() == 0:
        result = bool(result)
    if not isinstance(result, bool):
        found = f"{described(result)} of {_dtype(result)}" if isinstance(result, Tensor) else described(result)
        return Discrepancy("type", f"expected True or False, got {found}")
    return None if result == expected.result else Discrepancy("value", f"expected {expected.result}, got {result}")


def eigenpair(result: Any, expected: Any) -> Discrepancy | None:
    """Compare a pair (λ, u): λ a float or a 0-D tensor, u up to its sign."""
    value, vector = expected.result
    if not isinstance(result, tuple) or len(result) != 2:
        return Discrepancy("type", f"expected a pair (λ, u), u of shape {tuple(vector.shape)}, got {described(result)}")
    found, direction = result
    if isinstance(found, float):
        found = torch.tensor(found, dtype=torch.float64).to(value.dtype)
    fault = _form(found, value) or _form(direction, vector)
    if fault is not None:
        return Discrepancy(fault.kind, f"{'λ' if _form(found, value) else 'u'}: {fault.says}")
    near = RELATIVE[value.dtype] * expected.slack
    fault = _numbers(found, value, near * value.abs().item())
    if fault is not None:
        says = "λ is not the Rayleigh quotient of that u" if fault.kind == "value" else f"λ: {fault.says}"
        return Discrepancy(fault.kind, says)
    signed = -direction if direction.double() @ vector.double() < 0 else direction
    fault = _numbers(signed, vector, near)
    return Discrepancy(fault.kind, f"u: {fault.says}, whatever its sign") if fault else None


def equal_to(result: Tensor, other: Tensor, loosely: bool = False) -> bool:
    """Tell whether two tensors agree in shape and, within the tolerance, in value."""
    if result.shape != other.shape:
        return False
    table, largest = RECOGNISED if loosely else RELATIVE, _largest(other.double())
    scale = largest if NOISE.get(other.dtype, 0.0) < largest < SMALL else max(1.0, largest)
    apart = (result.double() - other.double()).abs()
    return bool((apart <= table.get(result.dtype, 1e-3) * scale).all())


def is_rest(tensor: Tensor) -> bool:
    """Tell whether numbers are no more than what rounding leaves, and not 0 throughout: they equal zeros."""
    return 0 < _largest(tensor.double()) <= NOISE.get(tensor.dtype, 0.0)


def shapes_and_dtypes(tensors: list[Tensor]) -> list[tuple[torch.Size, torch.dtype]]:
    """Return each tensor's shape and dtype."""
    return [(tensor.shape, tensor.dtype) for tensor in tensors]


def reshaped_for_turned(matrix: Tensor, turned: Tensor | None = None) -> Tensor | None:
    """Return the matrix's transpose, brought back to its shape by `reshape`; None if square: that is `.T` itself.

    `turned` stands in for the transpose, where axes were changed in another way.
    """
    turned = matrix.mT if turned is None else turned
    return None if turned.shape == matrix.shape else turned.reshape(matrix.shape)
