"""Tangents that `sparse_jacobian` does not ask for: with other strengths than 1, or pushed from elsewhere than x.

Offers: `OTHER_TANGENTS`, mistakes.
"""

import torch
from torch import Tensor
from torch.func import jacrev

from autograder.answer_key.altered import at_the_origin
from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake


def _of(e: Expected, at: Tensor) -> Tensor:
    jacobian: Tensor = jacrev(e.args[0])(at)
    return jacobian[e.args[2]]


def _times_x(e: Expected) -> Tensor:
    x, S = e.args[1:3]
    scaled: Tensor = _of(e, x) * x[S.nonzero(as_tuple=True)[1]]
    return scaled


def _shared_out(e: Expected) -> Tensor:
    """Every entry divided by the number of columns that have its colour."""
    S, colors = e.args[2:4]
    shared: Tensor = _of(e, e.args[1]) / colors.bincount()[colors[S.nonzero(as_tuple=True)[1]]]
    return shared


def _shared_by_length(e: Expected) -> Tensor:
    """Every entry divided by the length of its colour's tangent."""
    S, colors = e.args[2:4]
    shared: Tensor = _of(e, e.args[1]) / colors.bincount()[colors[S.nonzero(as_tuple=True)[1]]].to(e.args[1]).sqrt()
    return shared


def _folded(e: Expected, colors: Tensor, looked_up: Tensor) -> Tensor:
    """The entries, where columns are folded by some colours (N,), and looked up by others (N,)."""
    f, x, S, given = e.args
    count = int(given.max()) + 1
    seeds = torch.nn.functional.one_hot(colors, count).to(x)
    i, j = S.nonzero(as_tuple=True)
    entries: Tensor = (jacrev(f)(x) @ seeds)[i, looked_up[j]]
    return entries


def _by_remainder(e: Expected) -> Tensor | None:
    colors = e.args[3]
    remainders = torch.arange(len(colors)) % (int(colors.max()) + 1)
    return _folded(e, remainders, remainders)


def _of_the_color_before(e: Expected) -> Tensor | None:
    colors = e.args[3]
    count = int(colors.max()) + 1
    return _folded(e, colors, (colors - 1) % count) if count > 1 else None


def _renumbered(case: Case) -> bool:
    """Each colour's places hold the numbers of one product, and in every wrong call one is that of another colour."""
    told = [_own_products(seen.result, e) for seen, e in case.wrong()]
    return bool(told) and all(each is False for each in told)


def _own_products(result: object, e: Expected) -> bool | None:
    """Tell whether each colour's entries come from its own product; None where some come from no single one."""
    f, x, S, colors = e.args
    if not isinstance(result, Tensor) or result.shape != e.result.shape or result.dtype != x.dtype:
        return None
    i, j = S.nonzero(as_tuple=True)
    count = int(colors.max()) + 1
    folded = jacrev(f)(x) @ torch.nn.functional.one_hot(colors, count).to(x)
    own = True
    for color in range(count):
        here = colors[j] == color
        like = [equal_to(result[here], folded[i[here], other], loosely=True) for other in range(count)]
        if not any(like):
            return None
        own = own and like[color]
    return own


def _colors_for_strengths(e: Expected) -> Tensor:
    f, x, S, colors = e.args
    pushed: Tensor = jacrev(f)(x) @ colors.to(x)
    return pushed[S.nonzero(as_tuple=True)[0]]


OTHER_TANGENTS = (
    Mistake(
        "products-renumbered",
        "value",
        _renumbered,
        "The products are right, and each place takes its number from that of another colour.",
        "Product k is the one whose tangent has a 1 where `colors` is k. In the order in which colours first appear, or"
        " backwards, it has another number.",
        "Make the tangents in the order 0, 1, … of the colours themselves: `colors == torch.arange(count)[:, None]`.",
        rest=True,
    ),
    Mistake(
        "tangents-times-x",
        "value",
        lambda case: case.gives(_times_x),
        "Each entry is multiplied by its column's entry of x.",
        "A tangent says how fast each input moves, not where it stands: 1 at the columns of a colour, 0 elsewhere.",
        "Make tangents of the colours alone, and push them from x: `jvp(f, (x,), (seed,))`.",
    ),
    Mistake(
        "divided-by-the-columns",
        "value",
        lambda case: case.gives(_shared_out) or case.gives(_shared_by_length),
        "Each entry is divided by the number of columns that have its colour, or by the root of that number.",
        "Columns of one colour share no row: in its row an entry stands alone in the product, and is not one of many"
        " that a `/` would have to share out among.",
        "Take the product's numbers as they come.",
    ),
    Mistake(
        "colors-by-remainder",
        "value",
        lambda case: case.gives(_by_remainder),
        "Columns were folded together by the remainder of their number, j % k, and not by `colors`.",
        "On a band coloured in natural order the two agree. Any other pattern has colours of its own.",
        "Make each tangent, and look up each entry, by the colours that you are given.",
    ),
    Mistake(
        "color-before",
        "value",
        lambda case: case.gives(_of_the_color_before),
        "Each entry was looked up in the product of the colour before its own.",
        "Colours count from 0, as rows of a tensor do: a colour is the number of its product.",
        "Look an entry up under the colour of its column as it is, without a −1.",
    ),
    Mistake(
        "colors-for-strengths",
        "value",
        lambda case: case.gives(_colors_for_strengths),
        "The colours themselves were pushed, as one tangent: each row's entries came home added up.",
        "Numbers tell colours apart, and are no strengths: 2 is not twice 1 here.",
        "Make a tangent for each colour: 1 where `colors == c`, and 0 elsewhere.",
    ),
    at_the_origin(lambda e: _of(e, torch.zeros_like(e.args[1]))),
)
