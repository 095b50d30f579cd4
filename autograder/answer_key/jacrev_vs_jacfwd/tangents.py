"""Mistakes that torch itself names where a tangent does not fit its primal.

Offers: `TANGENTS`, for any answer that pushes tangents through `jvp`.
"""

from collections.abc import Callable

from autograder.answer_key.key import Case, Mistake


def _message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


def _sizes_in_message(case: Case) -> tuple[str, str] | None:
    """Return the sizes of a primal and of the tangent that did not fit it, as torch's message prints them."""
    for seen, _ in case.pairs:
        if seen.raised and "forward gradient that has a different size" in seen.raised.message:
            sizes = [part.split("]")[0] for part in seen.raised.message.split("[")[1:]]
            if len(sizes) >= 2:
                return sizes[0], sizes[1]
    return None


def _flat_tangent(case: Case) -> bool:
    sizes = _sizes_in_message(case)
    return sizes is not None and "," in sizes[0] and "," not in sizes[1]


def _whole_identity(case: Case) -> bool:
    sizes = _sizes_in_message(case)
    return sizes is not None and sizes[1] == f"{sizes[0]}, {sizes[0]}"


def _sized_otherwise(case: Case) -> bool:
    return _sizes_in_message(case) is not None and not _flat_tangent(case) and not _whole_identity(case)


TANGENTS = (
    Mistake(
        "primals-not-a-tuple",
        "value",
        _message("Expected primals to be a tuple"),
        "`jvp` was given its primals bare.",
        "A function may have several arguments, so its primals come as a tuple, even where there is one.",
        "Write `jvp(f, (x,), (tangent,))`.",
    ),
    Mistake(
        "tangents-not-a-tuple",
        "value",
        _message("same python structure"),
        "Primals and tangents have another structure from each other.",
        "Each argument that varies has one tangent: a tuple of one beside a tuple of one.",
        "Write `jvp(f, (x,), (tangent,))`; arguments that are held fixed belong into a function around f.",
    ),
    Mistake(
        "whole-identity-as-tangent",
        "value",
        _whole_identity,
        "A whole N × N identity was given as the tangent of an argument with N entries.",
        "A tangent has its argument's shape: it says how fast each entry moves. One of them gives one column.",
        "Let vmap hand over the identity's rows: `vmap(push)(units)`.",
    ),
    Mistake(
        "basis-not-viewed",
        "value",
        _flat_tangent,
        "The unit tangents are flat, and the argument is a matrix.",
        "A tangent has its argument's shape. `torch.eye(arg.numel())` counts its entries rightly, and lays them out in"
        " one line.",
        "View each row as the argument: `torch.eye(arg.numel(), ...).reshape(-1, *arg.shape)`.",
    ),
    Mistake(
        "tangent-sized-by-output",
        "value",
        _sized_otherwise,
        "The tangent has another size than the argument that it moves.",
        "Forward mode starts at the inputs: there is one unit tangent for each entry of the argument, not of y.",
        "Build them from the argument: `torch.eye(arg.numel())`.",
    ),
    Mistake(
        "tangent-of-another-dtype",
        "value",
        _message("same dtype", "mat1 and mat2", "has different dtype"),
        "Tangents of one dtype met numbers of another.",
        "`torch.eye(n)` has torch's default, float32, whatever the dtype of the argument.",
        "Write `torch.eye(n, dtype=arg.dtype, device=arg.device)`.",
    ),
)
