"""Key to `sparse_jacobian`: its reference, and what goes wrong between a colour's product and its entries."""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.func import jacrev

from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.structure.left_behind import GRAPH, KEPT
from autograder.answer_key.structure.other_tangents import OTHER_TANGENTS
from autograder.observe import Cost, Other
from autograder.questions.draw import Function


def picked(f: Function, x: Tensor, S: Tensor, colors: Tensor) -> Tensor:
    """J's entries where S is True, row by row. Shapes: x (N,), S (M, N), colours (N,) → (nnz,)."""
    jacobian: Tensor = jacrev(f)(x)
    return jacobian[S]


def _jacobian(e: Expected) -> Tensor:
    f, x = e.args[:2]
    jacobian: Tensor = jacrev(f)(x)
    return jacobian


def _folded(e: Expected, colors: Tensor) -> Tensor:
    """The products, one for each colour. Shapes: colours (N,) → (colours, M)."""
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T
    return seeds.to(e.args[1]) @ _jacobian(e).T


def _places(e: Expected) -> tuple[Tensor, Tensor]:
    i, j = e.args[2].nonzero(as_tuple=True)
    return i, j


_BY_COLUMNS = Mistake(
    "columns-first",
    "value",
    lambda case: case.gives(lambda e: _jacobian(e).T[e.args[2].T]),
    "The entries are right, in another order: column by column.",
    "`S.nonzero()` goes along the rows: all places of row 0, then of row 1.",
    "Take `i, j = S.nonzero(as_tuple=True)`, and both indices from there.",
)


def _by_own_row(case: Case) -> bool:
    """Each entry is of the product of its row's colour, at its row or its column; some such places there are not."""
    tensors = [(seen, e) for seen, e in case.wrong() if not seen.raised]
    told = [all(_may_be(seen.result, _turned(e, axis)) for seen, e in tensors) for axis in (0, 1)]
    return bool(tensors) and any(told) and case.raised("out of bounds", "out of range")


def _turned(e: Expected, axis: int) -> Tensor | None:
    places, colors, products = _places(e), e.args[3], _folded(e, e.args[3])
    (i, _), at = places, places[axis]
    inside = len(i) and int(i.max()) < len(colors) and int(at.max()) < products.shape[1]
    return products[colors[i], at] if inside else None


def _may_be(found: object, mistaken: Tensor | None) -> bool:
    """Tell whether a result may be a mistake's; where the mistake has none, nothing tells."""
    return isinstance(found, Tensor) and (mistaken is None or _same(found, mistaken))


def _same(one: Tensor, other: Tensor | None) -> bool:
    return other is not None and one.shape == other.shape and torch.allclose(one, other, rtol=1e-4, atol=1e-5)


_ROW_COLOR = Mistake(
    "color-of-the-row",
    "value",
    _by_own_row,
    "Entry (i, j) was looked up in the product of the colour of i, the row.",
    "Colours belong to columns. Row i stands in every product; column j stands in that of its own colour alone.",
    "Take `products[colors[j], i]`.",
)
_VALUES = Mistake(
    "value-for-product",
    "value",
    lambda case: case.gives(lambda e: e.args[0](e.args[1])[_places(e)[0]]),
    "Every place has f's own value in its row.",
    "`jvp` gives two things: f(x) first, and the product J t second.",
    "Take the second: `jvp(f, (x,), (seed,))[1]`.",
)
_SUMS = Mistake(
    "colors-ignored",
    "value",
    lambda case: case.gives(lambda e: _jacobian(e).sum(1)[_places(e)[0]]),
    "Every place has the sum of its row.",
    "One tangent of ones, by `ones_like` say, adds up all columns of J. What shares a row can't be told apart any"
    " more.",
    "Make a tangent for each colour: 1 at the columns of that colour, 0 elsewhere.",
)


def _of_width(width: int, e: Expected) -> Tensor | None:
    i, j = _places(e)
    colors = torch.arange(e.args[2].shape[1]) % width
    return _folded(e, colors)[colors[j], i]


_OWN_COLORS = Mistake(
    "colors-of-a-band",
    "value",
    lambda case: any(case.gives(partial(_of_width, width)) for width in (2, 3, 4, 5)),
    "Your tangents repeat along the columns; `colors` did not come into them.",
    "A `%` along the columns holds for a band of that width. Elsewhere two columns of one tangent meet in a row, and"
    " no message says so.",
    "Make the tangent of colour c from the argument: 1 where `colors == c`.",
)


def _without_last(e: Expected) -> Tensor | None:
    _, j = _places(e)
    colors = e.args[3]
    return torch.where(colors[j] == colors.max(), torch.zeros_like(e.result), e.result)


_LAST_LOST = Mistake(
    "last-color-lost",
    "value",
    lambda case: case.gives(_without_last) or _raises_with_one_color(case),
    "Columns of the last colour have no numbers.",
    "Colours are counted from 0: there is one more of them than the largest number among them.",
    "Take `int(colors.max()) + 1` products.",
)


def _raises_with_one_color(case: Case) -> bool:
    """Whatever raises complains of an index or of nothing to stack, and every call does."""
    wrong = [seen for seen, _ in case.wrong()]
    words = ("out of bounds", "out of range", "non-empty", "Class values must be smaller")
    return len(wrong) == len(case.pairs) and all(
        seen.raised is not None and any(word in seen.raised.message for word in words) for seen in wrong
    )


def _shaped(shape: Callable[[Expected], tuple[int, ...]]) -> Callable[[Case], bool]:
    """Tell whether every wrong result has a shape of that sort."""

    def shows(case: Case) -> bool:
        wrong = [(seen.result, e) for seen, e in case.wrong()]
        return bool(wrong) and all(isinstance(found, Tensor | Other) and found.shape == shape(e) for found, e in wrong)

    return shows


def _either(*shapes: Callable[[Expected], tuple[int, ...]]) -> Callable[[Case], bool]:
    return lambda case: any(_shaped(shape)(case) for shape in shapes)


_PRODUCTS = Mistake(
    "products-returned",
    "value",
    _either(
        lambda e: (e.call.sizes["colors"], e.call.sizes["M"]),
        lambda e: (e.call.sizes["M"], e.call.sizes["colors"]),
    ),
    "You gave the products, one for each colour.",
    "They hold all of J's entries, folded together: (colours, M). Asked is each entry at its place.",
    "Pick them: `i, j = S.nonzero(as_tuple=True)`, and `products[colors[j], i]`.",
)
_DENSE = Mistake(
    "matrix-returned",
    "value",
    _shaped(lambda e: (e.call.sizes["M"], e.call.sizes["N"])),
    "You gave a matrix of M × N numbers.",
    "Nearly all of them are zeros, and they are what the exercise is about not having.",
    "Return the entries alone, in the order of `S.nonzero()`.",
)


def _drops_zeros(case: Case) -> bool:
    """Fewer entries than asked, where S has more places than J needs; all else is right."""
    wrong = [(seen.result, e) for seen, e in case.wrong()]
    return bool(wrong) and all(
        isinstance(found, Tensor) and _same(found, e.result[e.result != 0]) and len(found) < len(e.result)
        for found, e in wrong
    )


_ZEROS = Mistake(
    "zeros-dropped",
    "value",
    _drops_zeros,
    "Places of S where J is 0 are missing from your result.",
    "S may have more places than J needs, and J may be 0 by chance, which a `!=` can't tell from it. Who asked for nnz"
    " numbers finds others in their places.",
    "Go by S alone, not by which numbers are 0.",
)


def _fails_on_nothing(case: Case) -> bool:
    wrong = [e.call.label for _, e in case.wrong()]
    return len(wrong) == 1 and wrong[0].startswith("no True at all")


_NOTHING = Mistake(
    "no-place-at-all",
    "value",
    _fails_on_nothing,
    "All is well until S has no True at all.",
    "Then there are no entries, and the result is an empty tensor, of shape (0,) and of x's dtype.",
    "Let indexing do it: with `i, j = S.nonzero(as_tuple=True)` the result has as many entries as i.",
)
_INTEGER = Mistake(
    "tangents-of-integers",
    "value",
    lambda case: case.raised("integral", "Int64", "Long", "floating", "expected scalar type"),
    "A tangent was made of whole numbers.",
    "`one_hot` and comparisons give int64 and bool. A tangent must have the dtype of x.",
    "Convert: `.to(x)`, which takes x's dtype and device.",
)


def _tangents(case: Case) -> list[tuple[Cost, Expected]]:
    """The counted calls that took more tangents than colours."""
    return [(cost, e) for cost, e in case.costs() if cost.tangent_vectors > e.call.sizes["colors"]]


def _one_for_each_column(case: Case) -> bool:
    over = _tangents(case)
    return bool(over) and all(cost.tangent_vectors >= e.call.sizes["N"] for cost, e in over)


_EACH_COLUMN = Mistake(
    "a-tangent-for-each-column",
    "cost",
    _one_for_each_column,
    "As many tangents as x has entries were pushed forward: that is all of J.",
    "`jacfwd` does that, and so does a `jvp` for each column. Columns of one colour share no row, so one tangent"
    " brings them home together. A band takes three, whatever N is.",
    "Make a tangent for each colour: `one_hot(colors).T.to(x)`, of shape (colours, N).",
)
_MORE_TANGENTS = Mistake(
    "more-tangents-than-colors",
    "cost",
    lambda case: bool(_tangents(case)) and not _one_for_each_column(case),
    "More tangents were pushed forward than there are colours.",
    "Each of them is a product, and those of `colors` are enough.",
    "Look at where your tangents come from: one for each number that stands in `colors`.",
)
_REVERSE = Mistake(
    "reverse-mode",
    "method",
    lambda case: any("r" in kind[1:] for cost, _ in case.costs() for kind in cost.passes),
    "f was pulled back through.",
    "Colours of columns go with products J t, which is forward mode. `jacrev`, `vjp` and `autograd.grad` add up rows,"
    " and want colours of these.",
    "Push tangents: `jvp(f, (x,), (seed,))[1]`, mapped over the seeds or in a loop.",
)


def _large_inside(case: Case) -> bool:
    return "peak" in case.over and not _tangents(case)


_LARGE = Mistake(
    "matrix-inside",
    "cost",
    _large_inside,
    "There are no more tangents than colours, and still too much memory is taken at one time.",
    "Something of M × N numbers, or of N × N, is made on the way: a J of zeros to be filled, an `eye(N)`, a"
    " `torch.where(S, …)`.",
    "Pick by index from the (colours, M) products: `products[colors[j], i]` makes nnz numbers and no more.",
    rest=True,
)

_MISTAKES = (
    _BY_COLUMNS,
    _ROW_COLOR,
    _VALUES,
    _SUMS,
    _OWN_COLORS,
    _LAST_LOST,
    *OTHER_TANGENTS,
    _PRODUCTS,
    _DENSE,
    _ZEROS,
    _NOTHING,
    _INTEGER,
    KEPT,
    _EACH_COLUMN,
    _MORE_TANGENTS,
    _REVERSE,
    _LARGE,
    GRAPH,
)

ENTRY = Entry(picked, _MISTAKES, tensor)
