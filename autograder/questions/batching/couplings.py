"""Ways in which the rows of a batch are mixed: what `is_independent` must see.

Mixing    what comes behind a row-wise f: `batch_norm`, `one_pair`, `two_by_two`, `weakly` (by `WEAK` of their size),
          `one_output`, `hidden_from_sums`
Reaching  what is added to a row-wise f, made of the batch itself: `by_one_input`, `flat_at_zero`
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

WEAK = 1e-3

Mixing = Callable[[Tensor], Tensor]


# (B, N) → (B, 1)
Reaching = Callable[[Tensor], Tensor]


def batch_norm(rows: Tensor) -> Tensor:
    """Normalise each column over the batch."""
    centred = rows - rows.mean(0)
    return centred / (centred.square().mean(0) + 1e-5).sqrt()


def one_pair(reader: int, source: int) -> Mixing:
    """Row `reader` also sees row `source`; a batch that lacks one of the two is left as it is."""

    def mix(rows: Tensor) -> Tensor:
        if rows.dim() < 2 or len(rows) <= max(reader, source):
            return rows
        # In three operations, however many rows there are: a list of hundreds of rows takes seconds to differentiate.
        return rows + functional.pad(0.7 * rows[source : source + 1], (0, 0, reader, len(rows) - 1 - reader))

    return mix


def two_by_two(rows: Tensor) -> Tensor:
    """Rows 2k and 2k + 1 see each other. A batch of five, cut after two rows, cuts none of these pairs."""
    pairs = len(rows) // 2 * 2
    if rows.dim() < 2 or not pairs:
        return rows
    turned = rows[:pairs].reshape(-1, 2, rows.shape[1]).flip(1).reshape(pairs, -1)
    return rows + 0.7 * torch.cat([turned, torch.zeros_like(rows[pairs:])])


def weakly(rows: Tensor) -> Tensor:
    """Each row sees a thousandth of the one before it."""
    return rows + WEAK * rows.roll(1, 0)


def one_output(place: int) -> Mixing:
    """In one output alone, each row sees the one before it; the other outputs know nothing of it."""

    def mix(rows: Tensor) -> Tensor:
        only = torch.zeros(rows.shape[-1], dtype=rows.dtype, device=rows.device)
        only[place] = 0.7
        return rows + only * rows.roll(1, 0)

    return mix


def hidden_from_sums(rows: Tensor) -> Tensor:
    """Each row sees the one before it; its outputs add up to 1 all the same."""
    return (rows + 0.7 * rows.roll(1, 0)).softmax(-1)


def by_one_input(place: int) -> Reaching:
    """Each row sees one input of the row before it, and none of the others."""
    return lambda batch: torch.sin(batch.roll(1, 0)[:, place])[:, None]


def flat_at_zero(batch: Tensor) -> Tensor:
    """Each row sees the squares of the row before it, which do not move where that row is zero."""
    return 0.3 * batch.roll(1, 0).square().sum(-1, keepdim=True)
