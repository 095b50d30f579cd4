"""sparse_jacobian: what is asked."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.func import jacfwd, jvp, vmap

from autograder.questions.device import ON_META, at_work
from autograder.questions.draw import Changing, Draw, Function, refill
from autograder.questions.question import Budget, Call, Question, Rules, Trend
from autograder.questions.structure.patterns import band, colored, neighbours, scattered, within

NAME = "sparse_jacobian"
F32, F64 = torch.float32, torch.float64


def _calls(seed: int) -> tuple[Call, ...]:
    """Bands and scattered places, few colours and many; two longer bands are where the peak is weighed."""
    return (*_bands(seed), *_scattered(seed), *_edges(seed), *_in_a_row(Draw.seeded(seed, NAME, "again")))


def _bands(seed: int) -> Iterator[Call]:
    for what, n, lower, upper, dtype in (
        ("a band", 13, 1, 1, F64),
        ("a band", 17, 2, 1, F32),
        ("a lower band", 11, 2, 0, F64),
    ):
        draw = Draw.seeded(seed, NAME, what, n).to(dtype)
        f, pattern = neighbours(draw, n, lower, upper), band(n, lower, upper)
        yield replace(_call(what, f, draw.normal(n), pattern, colored(pattern)), counted=True, weighed=False)
    for n in (101, Draw.seeded(seed, NAME, "long").size(195, 203)):
        draw = Draw.seeded(seed, NAME, "long band", n)
        pattern = band(n, 1, 1)
        call = _call("a long band", neighbours(draw, n), draw.normal(n), pattern, torch.arange(n, device=at_work()) % 3)
        yield replace(call, counted=True)
    # The times tell what is dear at larger sizes; a loop, which is to lose its cost alone, would take seconds there.
    draw = Draw.seeded(seed, NAME, "longest band")
    n = draw.size(501, 549)
    pattern = band(n, 1, 1)
    yield _call("a longer band", neighbours(draw, n), draw.normal(n), pattern, torch.arange(n, device=at_work()) % 3)


def _scattered(seed: int) -> Iterator[Call]:
    for what, m, n, count, dtype in (("a tall J", 17, 7, 2, F64), ("a wide J", 5, 13, 3, F32)):
        draw = Draw.seeded(seed, NAME, what).to(dtype)
        pattern = scattered(draw, m, n, count)
        call = _call(what, within(draw, pattern), draw.normal(n), pattern, colored(pattern))
        yield replace(call, counted=True, weighed=False)
    draw = Draw.seeded(seed, NAME, "turned")
    pattern = scattered(draw, 11, 7, 2)
    colors = colored(pattern)
    turned = int(colors.max()) - colors
    yield _call("colours in another order", within(draw, pattern), draw.normal(7), pattern, turned)
    pattern = scattered(draw, 7, 11, 3).T
    yield _call("S with strides", within(draw, pattern), draw.normal(7), pattern, colored(pattern))


def _edges(seed: int) -> Iterator[Call]:
    draw = Draw.seeded(seed, NAME, "edges")
    everywhere = torch.ones(5, 7, dtype=torch.bool, device=at_work())
    full = _call("every place True", within(draw, everywhere), draw.normal(7), everywhere, colored(everywhere))
    yield replace(full, counted=True, weighed=False)
    diagonal = band(7, 0, 0)
    yield _call("one colour", within(draw, diagonal), draw.normal(7), diagonal, colored(diagonal))
    needed = scattered(draw, 7, 11, 2)
    larger = needed | scattered(draw, 7, 11, 3)
    yield _call("more places than J needs", within(draw, needed), draw.normal(11), larger, colored(larger))
    row = band(draw.size(71, 89), 0, 0)
    row[0] = True
    yield _call("many colours", within(draw, row), draw.normal(len(row)), row, colored(row))
    nowhere = torch.zeros(5, 3, dtype=torch.bool, device=at_work())
    yield _call("no True at all", within(draw, nowhere), draw.normal(3), nowhere, colored(nowhere))
    for m, n in ((3, 1), (1, 5)):
        pattern = torch.ones(m, n, dtype=torch.bool, device=at_work())
        what = "one input" if n == 1 else "one output"
        yield _call(what, within(draw, pattern), draw.normal(n), pattern, colored(pattern))


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """Yield calls that share what they can: whatever an answer keeps between its calls shows here."""
    pattern, other = scattered(draw, 7, 7, 3), scattered(draw, 7, 7, 2)
    colors, fresh, new_colors = colored(pattern), draw.normal(7), colored(other)
    everything = pattern | other
    f, g, x = within(draw, pattern), Changing(within(draw, everything)), draw.normal(7)
    changed = within(draw, everything)
    yield _call("first of some in a row", f, x, pattern, colors)
    yield _call("another f at the same x", g, x, pattern | other, colored(everything))
    row = _call("the same f and S, new numbers in x", g, x, everything, colored(everything))
    yield replace(row, before=lambda: refill(x, fresh))
    yield replace(row, label="the same f, x and S, other weights in f", before=lambda: g.become(changed))

    def other_places() -> None:
        refill(pattern, other)
        refill(colors, new_colors)

    last = _call("the same x and S, other places in it", within(draw, other), x, pattern, colors)
    sizes = {**last.sizes, "colors": int(new_colors.max()) + 1}
    yield replace(last, sizes=sizes, before=other_places)


def _on_meta(seed: int) -> Call:
    """On meta every place is True, and the largest colour reads as 1."""
    draw = Draw.seeded(seed, ON_META)
    everywhere, colors = torch.ones(5, 7, dtype=torch.bool), torch.zeros(7, dtype=torch.int64)
    return Call(ON_META, (within(draw, everywhere), draw.normal(7), everywhere, colors), {"M": 5, "N": 7}, 7)


def _call(what: str, f: Function, x: Tensor, pattern: Tensor, colors: Tensor) -> Call:
    m, n = pattern.shape
    label = f"{what}: M = {m}, N = {n}, {str(x.dtype).removeprefix('torch.')}"
    return Call(label, (f, x, pattern, colors), {"M": m, "N": n, "colors": int(colors.max()) + 1}, n)


def products_for_colors(f: Function, x: Tensor, S: Tensor, colors: Tensor) -> Tensor:
    """J's entries where S is True, as the lesson teaches it: a product for each colour. Shapes: x (N,) → (nnz,)."""
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    folded = vmap(lambda seed: jvp(f, (x,), (seed,))[1])(seeds)
    i, j = S.nonzero(as_tuple=True)
    entries: Tensor = folded[colors[j], i]
    return entries


def build_then_pick(f: Function, x: Tensor, S: Tensor, colors: Tensor) -> Tensor:
    """The naive way: M × N numbers for a few of them. Shapes: x (N,) → (nnz,)."""
    picked: Tensor = jacfwd(f)(x)[S]
    return picked


def _timed(draw: Draw, n: int) -> tuple[Any, ...]:
    return neighbours(draw, n), draw.normal(n), band(n, 1, 1), torch.arange(n, device=at_work()) % 3


QUESTION = Question(
    name=NAME,
    title="J's entries, from a product for each colour",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        # The tracing of `linearize`, some 300 ms at any size, would drown the trend.
        forbids=("torch.func.linearize",),
        kinds="r",
        shows=("ft",),
        says="forward mode: tangents pushed through f",
    ),
    budget=Budget(
        forwards=lambda s: s["colors"],
        tangent_vectors=lambda s: s["colors"],
        peak=True,
        says="as many tangents as there are colours, and nothing of M × N numbers",
    ),
    naive=build_then_pick,
    elsewhere=_on_meta,
    trend=Trend(
        claim="Coloured products beat building J and picking, by far where N is large.",
        size_name="N",
        sizes=(250, 500, 1000, 2000),
        make=_timed,
        naive=build_then_pick,
        reference=products_for_colors,
        threshold=0.25,
    ),
    hints=(
        "What does one product J t give if t is 1 for all columns of one colour and 0 for the others? In row i, how"
        " many of these columns have a number?",
        "How do you make one tangent for each colour from `colors`? Compare it with each number, or take"
        " `torch.nn.functional.one_hot`; and of which dtype must a tangent be?",
        "Which product holds the entry at (i, j), and at which place? That of the colour of column j, at row i:"
        " `products[colors[j], i]`; `i, j = S.nonzero(as_tuple=True)` names the places in the order that is asked.",
    ),
)
