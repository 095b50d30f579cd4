"""What the calls of lesson 07 have in common: models of all sorts, each with a loss and a batch.

Offers: `Sort` (what is special about a model), `SORTS` (one of each), `Batch` (model, loss, X, y) and `drawn`, which
makes one; `between_others` (rows that do not follow each other in memory), `with_another_parameter` (a model that
becomes another); `mark_size`, `label`; `HIDDEN`, the width at which the marker sits.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from autograder.questions.draw import Draw
from autograder.questions.models import Net, Single, classes, frozen, normalised, quartic, tied

HIDDEN = 11
F64, F32 = torch.float64, torch.float32

Loss = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True, slots=True)
class Sort:
    """A model and its batch: what is special about them, and the sizes B, N and C."""

    what: str
    b: int
    n: int
    c: int
    dtype: torch.dtype = F64


PLAIN, REAL, TIED, FROZEN, NORMALISED, EVALUATED, WATCHED, SINGLE = (
    "integer targets",
    "real targets",
    "tied weights",
    "a frozen weight",
    "batch norm in evaluation mode",
    "a model in evaluation mode",
    "a model with a gradient from before",
    "a model of one parameter",
)
SORTS = (
    Sort(PLAIN, 5, 7, 3),
    Sort(REAL, 7, 3, 2, F32),
    Sort(PLAIN, 1, 5, 3),
    Sort(TIED, 3, 5, 5),
    Sort(FROZEN, 7, 2, 3),
    Sort(NORMALISED, 5, 3, 2),
    Sort(EVALUATED, 3, 2, 5, F32),
    Sort(WATCHED, 2, 3, 5),
    Sort(SINGLE, 3, 2, 5),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """A model, its loss, a batch X (B, N) and its targets y."""

    model: nn.Module
    loss: Loss
    X: Tensor
    y: Tensor


def drawn(draw: Draw, sort: Sort, width: int = HIDDEN) -> Batch:
    """Draw a model of a sort and a batch for it; real targets are for the models without a softmax."""
    draw = draw.to(sort.dtype)
    model = _model(draw, sort, width)
    batch = draw.normal(sort.b, sort.n)
    if sort.what in (REAL, TIED):
        return Batch(model, quartic, batch, draw.normal(sort.b, sort.c))
    y = torch.tensor([draw.size(0, sort.c - 1) for _ in range(sort.b)], device=batch.device)
    if sort.what == WATCHED:
        torch.autograd.backward(classes(model(batch), y))
    return Batch(model, classes, batch, y)


def _model(draw: Draw, sort: Sort, width: int) -> nn.Module:
    if sort.what == SINGLE:
        return Single(draw, sort.n, sort.c)
    if sort.what == TIED:
        return tied(draw, sort.n)
    if sort.what == NORMALISED:
        return normalised(draw, sort.n, sort.c, width)
    net = Net(draw, sort.n, sort.c, width)
    if sort.what == EVALUATED:
        return net.eval()
    return frozen(net) if sort.what == FROZEN else net


def between_others(rows: Tensor) -> Tensor:
    """Return the same rows as every other one of twice as many. Shapes: (B, …) → the same."""
    return torch.stack((rows, -rows), dim=1).flatten(0, 1)[::2]


def with_another_parameter(model: nn.Module, numbers: Tensor) -> Callable[[], None]:
    """Return what puts another parameter into a model: whoever kept its tensors has the old one."""

    def change() -> None:
        model.get_submodule("inner").weight = nn.Parameter(numbers)

    return change


def mark_size(sort: Sort, width: int = HIDDEN) -> int:
    """Numbers that one row sends through the marker."""
    return {TIED: sort.n, SINGLE: sort.c}.get(sort.what, width)


def label(what: str, sort: Sort) -> str:
    """Name a call by what is special about it and its sizes."""
    return f"{what}: B = {sort.b}, N = {sort.n}, C = {sort.c}, {sort.dtype}".replace("torch.", "")
