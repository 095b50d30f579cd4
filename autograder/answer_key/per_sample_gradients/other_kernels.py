"""Kernels that `empirical_ntk` does not ask for: of rows or outputs that were changed, of some parameters, of X1 alone.

Offers: `OTHER_KERNELS`, mistakes.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.per_sample_gradients.by_hand import Named, jacobian_rows

Change = Callable[[Tensor], Tensor]


def _rows(e: Expected) -> list[Named]:
    model, *batches = e.args
    return [jacobian_rows(model, X) for X in batches]


def _of(one: Tensor, other: Tensor) -> Tensor:
    kernel: Tensor = torch.einsum("ikp,jlp->ijkl", one, other)
    return kernel


def _with_rows(change: Change) -> Callable[[Case], bool]:
    """Look for the kernel of changed rows, (B, C, P), where no batch is a single sample."""

    def kernel(e: Expected) -> Tensor | None:
        if min(e.result.shape[:2]) == 1:
            return None
        return _of(*(change(torch.cat([*each.values()], 2)) for each in _rows(e)))

    return lambda case: case.gives(kernel)


def _through(change: Change) -> Callable[[Case], bool]:
    """Look for the kernel of changed outputs: `change` maps one sample's (C,), and has a Jacobian of its own."""

    def kernel(e: Expected) -> Tensor:
        model, *batches = e.args
        slopes = [torch.func.vmap(torch.func.jacrev(change))(model(X).detach()) for X in batches]
        chained: Tensor = torch.einsum("iak,ijkl,jbl->ijab", slopes[0], e.result, slopes[1])
        return chained

    return lambda case: case.gives(kernel)


def _of_weights(e: Expected) -> Tensor | None:
    matrices = {name for name, each in e.args[0].named_parameters() if each.dim() > 1}
    one, other = _rows(e)
    found: Tensor = torch.stack([_of(one[name], other[name]) for name in one if name in matrices]).sum(0)
    return found


def _of_the_first_alone(e: Expected) -> Tensor | None:
    one = torch.cat([*_rows(e)[0].values()], 2)
    return _of(one, one) if len(e.args[1]) == len(e.args[2]) else None


def _times_theta(e: Expected, sides: tuple[bool, bool]) -> Tensor:
    values = dict(e.args[0].named_parameters())
    made = []
    for named, scaled in zip(_rows(e), sides, strict=True):
        factors = {name: values[name].detach().flatten() if scaled else 1 for name in named}
        made.append(torch.cat([rows * factors[name] for name, rows in named.items()], 2))
    return _of(*made)


OTHER_KERNELS = (
    Mistake(
        "rows-times-theta",
        "value",
        lambda case: any(
            case.gives(partial(_times_theta, sides=sides)) for sides in ((True, True), (True, False), (False, True))
        ),
        "Each slope was multiplied by its parameter.",
        "That is how outputs move where every parameter grows by the same share. A step of gradient descent moves each"
        " by its own slope, however large it is itself.",
        "Take the dot products of the gradients as they are.",
    ),
    Mistake(
        "squared",
        "value",
        lambda case: case.gives(lambda e: e.result.square()),
        "Every entry is squared.",
        "A dot product of two gradients has a sign: below 0, a step on one sample moves the other one back.",
        "Leave the square out.",
    ),
    Mistake(
        "rows-normalised",
        "value",
        _with_rows(lambda rows: rows / rows.norm(dim=2, keepdim=True)),
        "The entries are cosines: each gradient was brought to length 1.",
        "How far a step on one sample moves another depends on how long their gradients are, and not on their angle"
        " alone.",
        "Take the dot products of the gradients as they are.",
    ),
    Mistake(
        "rows-centred",
        "value",
        _with_rows(lambda rows: rows - rows.mean(0)),
        "The mean over the batch was taken away from the gradients.",
        "So each entry depends on who else is in the batch. The kernel of two samples is theirs alone.",
        "Take the dot products of the gradients as they are.",
    ),
    Mistake(
        "another-output",
        "value",
        lambda case: any(
            _through(change)(case)
            for change in (
                lambda z: z.softmax(0),
                lambda z: z.log_softmax(0),
                lambda z: z.square(),
                lambda z: 0.5 * z.square(),
            )
        ),
        "This is the kernel of something made of the outputs: of their softmax, its logarithm, or their squares.",
        "Probabilities and losses move in another way than outputs do; the chain rule puts a factor to either side.",
        "Differentiate what the model gives, as it is.",
    ),
    Mistake(
        "weights-alone",
        "value",
        lambda case: case.gives(_of_weights),
        "The kernel has the weights alone in it: biases and single numbers are missing.",
        "A step moves all parameters. A sum over p takes each of them in.",
        "Take all of `named_parameters()`, whatever their shape.",
    ),
    Mistake(
        "one-batch-twice",
        "value",
        lambda case: case.gives(_of_the_first_alone),
        "Where X1 and X2 have as many samples, you gave the kernel of X1 with itself.",
        "As many are not the same ones.",
        "Let the second Jacobian be that at X2, always.",
    ),
)
