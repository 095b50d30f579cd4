"""kepler: what is asked."""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, refill
from autograder.questions.question import Budget, Call, Question, Rules
from autograder.questions.structure.derivatives import (
    BY_E,
    BY_M,
    FIRST,
    FORWARD_SECOND,
    MAPPED,
    MAPPED_BY_M,
    PUSHED,
    RECORDED,
    REVERSE_SECOND,
    SECOND,
    VALUE,
    ask_for_parts,
    spelled_in_parts,
)

NAME = "kepler"
F32, F64 = torch.float32, torch.float64
# The contract's: as far out as an anomaly goes, and as long as an ellipse gets.
FARTHEST, LONGEST = 20.0, 0.9


def _calls(seed: int) -> tuple[Call, ...]:
    """Every derivative in float64 on a few points; values and slopes elsewhere; two peaks."""
    alone, slopes = (VALUE,), (VALUE, *FIRST)
    many = Draw.seeded(seed, NAME, "many").size(67, 97)
    return (
        _call(seed, "values and slopes", (5,), slopes),
        _call(seed, "second derivatives", (3,), (VALUE, *SECOND)),
        _call(seed, "values and slopes", (7,), (*slopes, FORWARD_SECOND[0], MAPPED_BY_M), F32),
        _call(seed, "a matrix", (2, 3), (*slopes, *MAPPED)),
        _call(seed, "one number", (), (*slopes, FORWARD_SECOND[0])),
        _circles(seed, (*slopes, REVERSE_SECOND[2])),
        _long_ellipses(seed, many, slopes),
        _call(seed, "many numbers", (many, 2), alone, F32),
        _weighed(seed, "slopes of many numbers", *FIRST),
        _weighed(seed, "a Hessian-vector product of many numbers", FORWARD_SECOND[3], BY_M),
        replace(_call(seed, "how E was made", (3,), (VALUE, RECORDED)), decides="method"),
        *_in_a_row(seed),
    )


def _call(seed: int, what: str, shape: tuple[int, ...], parts: tuple[str, ...], dtype: torch.dtype = F64) -> Call:
    draw = Draw.seeded(seed, NAME, what, *shape).to(dtype)
    M = draw.uniform(*shape, low=-FARTHEST, high=FARTHEST)
    return _asked(what, M, draw.uniform(*shape, high=LONGEST), draw.uniform(*shape, low=0.5, high=1.5), parts)


def _asked(what: str, M: Tensor, e: Tensor, weights: Tensor, parts: tuple[str, ...]) -> Call:
    size = f"shape {tuple(M.shape)}, {str(M.dtype).removeprefix('torch.')}"
    sizes = {"N": M.numel()}
    return Call(f"{what}: {size}", (M, e), sizes, M.numel(), kwargs={"weights": weights, "parts": parts}, weighed=False)


def _circles(seed: int, parts: tuple[str, ...]) -> Call:
    call = _call(seed, "circles, e = 0", (4,), parts)
    M, e = call.args
    return replace(call, args=(M, torch.zeros_like(e)))


def _long_ellipses(seed: int, n: int, parts: tuple[str, ...]) -> Call:
    """Ellipses of e = 0.9 at anomalies of every size, near each of the turns where Newton goes astray among them."""
    call = _call(seed, "long ellipses, e = 0.9", (n,), parts)
    M, e = call.args
    near = torch.linspace(-0.6, 0.6, n // 2).to(M)
    M = torch.cat((near + 2 * torch.pi * (torch.arange(n // 2).to(M) % 5 - 2).round(), M[n // 2 :]))
    return replace(call, args=(M, torch.full_like(e, LONGEST)))


def _weighed(seed: int, what: str, *parts: str) -> Call:
    n = Draw.seeded(seed, NAME, what, "size").size(505, 519)
    return replace(_call(seed, what, (n,), (VALUE, *parts)), counted=True, weighed=True)


def _in_a_row(seed: int) -> Iterator[Call]:
    """Yield calls on the same M and e, then with new numbers in them: what an answer keeps shows here."""
    draw = Draw.seeded(seed, NAME, "again")
    M, fresh = (draw.uniform(3, low=-FARTHEST, high=FARTHEST) for _ in range(2))
    e, other = (draw.uniform(3, high=LONGEST) for _ in range(2))
    weights, parts = draw.uniform(3, low=0.5, high=1.5), (VALUE, BY_E, PUSHED)
    yield _asked("first of some in a row", M, e, weights, parts)
    yield replace(_asked("the same e, new numbers in M", M, e, weights, parts), before=lambda: refill(M, fresh))
    yield replace(_asked("the same M, new numbers in e", M, e, weights, parts), before=lambda: refill(e, other))


def _on_meta(seed: int) -> Call:
    return _call(seed, ON_META, (3,), (VALUE, BY_E, PUSHED))


def unrolled(M: Tensor, e: Tensor) -> Tensor:
    """The naive way: Newton's method, and every step of it recorded. Shapes: M, e alike → the same."""
    E = M + 0.85 * e * torch.sign(torch.sin(M))
    for _ in range(12):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return E


QUESTION = Question(
    name=NAME,
    title="the anomaly E of an orbit, with derivatives of its own",
    calls=_calls,
    points={"value": 4, "method": 1, "cost": 2},
    rules=Rules(
        needs=("torch.autograd.Function",),
        says="a `torch.autograd.Function` of your own, with slopes from the equation and not from the iteration",
    ),
    budget=Budget(
        peak_of_naive=True,
        says="a peak under half of what the recorded iteration takes, for the gradient and for a product with H",
    ),
    naive=unrolled,
    elsewhere=_on_meta,
    uses=("solve",),
    ask=ask_for_parts,
    spelled=spelled_in_parts,
    hints=(
        "What are ∂E/∂M and ∂E/∂e, in E and e alone? E moves with M and e so that E − e sin E − M stays 0:"
        " differentiate that.",
        "Which of the tensors must `backward` and `jvp` see, if the slopes are made of E and e? The output can be saved"
        " too; and which two calls save for the two modes?",
        "With d = 1 − e cos E, what do g / d, g sin E / d and (tM + te sin E) / d stand for? The first two are what"
        " `backward` gives, the last is `jvp`'s. In `setup_context(ctx, inputs, output)` save `(output, e)` for both"
        " modes, `ctx.save_for_backward` and `ctx.save_for_forward`; and `generate_vmap_rule = True` wants a fixed"
        " number of steps in `forward`.",
    ),
)
