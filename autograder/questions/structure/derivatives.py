"""What a function of (M, e) that works entry by entry is put through: its values, slopes, curvatures, and `vmap`.

Offers: `PARTS` (name → what is asked), the names `VALUE`, `FIRST`, `SECOND`, `MAPPED`, `RECORDED`; `ask_for_parts` and
`spelled_in_parts`.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.autograd.graph import Node
from torch.func import grad, jacfwd, jvp, vmap

from autograder.questions.question import Answer, Call

Weighted = Callable[[Tensor, Tensor], Tensor]
Part = Callable[[Answer, Tensor, Tensor, Tensor], Tensor]


def _weighted(answer: Answer, weights: Tensor) -> Weighted:
    """The sum of the answer's entries, each with a weight of its own."""

    def total(M: Tensor, e: Tensor) -> Tensor:
        summed: Tensor = (answer(M, e) * weights).sum()
        return summed

    return total


def _slope(by: int) -> Part:
    def slope(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
        slopes: Tensor = grad(_weighted(answer, weights), argnums=by)(M, e)
        return slopes

    return slope


def _along(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
    pushed: Tensor = jvp(answer, (M, e), (weights, weights / 2))[1]
    return pushed


def _forward_over_reverse(by: int, then: int) -> Part:
    def curvature(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
        bent: Tensor = jacfwd(grad(_weighted(answer, weights), argnums=by), argnums=then)(M, e)
        return bent

    return curvature


def _reverse_over_reverse(by: int, then: int) -> Part:
    def curvature(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
        slope = grad(_weighted(answer, weights), argnums=by)
        bent: Tensor = grad(lambda M, e: (slope(M, e) * weights).sum(), argnums=then)(M, e)
        return bent

    return curvature


def _product(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
    pushed: Tensor = jvp(grad(_weighted(answer, weights)), (M, e), (weights, weights / 2))[1]
    return pushed


def _mapped(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
    values: Tensor = vmap(answer)(M, e)
    return values


def _mapped_by_M(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
    values: Tensor = vmap(answer, in_dims=(0, None))(torch.stack((M, M + 1, -M)), e)
    return values


def _mapped_by_e(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
    # Another M by its place: what an answer keeps by that is asked where nothing else is.
    values: Tensor = vmap(answer, in_dims=(None, 0))(M.clone(), torch.stack((e, e / 2, e / 3)))
    return values


def _mapped_slope(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
    slope = grad(_weighted(answer, weights), argnums=1)
    slopes: Tensor = vmap(slope, in_dims=(0, None))(torch.stack((M, M + 1)), e)
    return slopes


def _through_steps(answer: Answer, M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
    """Return 1 if slopes of the answer's result go through a sine or a cosine of what hangs on M and on e, else 0.

    Each of Newton's steps has both. A start that is handed to a rule has them too, and no slope goes through it; of M
    alone they are another way to write M.
    """
    M, e = M.clone().requires_grad_(), e.clone().requires_grad_()
    E = answer(M, e)
    met: list[Node] = []

    def meet(node: Node, slopes: tuple[Tensor | None, ...]) -> None:
        if any(slope is not None and slope.any() for slope in slopes):
            met.append(node)

    for node in _recorded_by(E.grad_fn):
        if node.name().startswith(("Sin", "Cos")):
            node.register_prehook(partial(meet, node))
    if E.requires_grad:
        torch.autograd.grad(E.sum(), (M, e), allow_unused=True)
    return M.new_tensor(any(_hangs_on(node, M) and _hangs_on(node, e) for node in met))


def _hangs_on(node: Node, leaf: Tensor) -> bool:
    return any(getattr(each, "variable", None) is leaf for each in _recorded_by(node))


def _recorded_by(last: Node | None) -> Iterator[Node]:
    """Yield each node of a record once, from its last one on."""
    left, seen = [last], set()
    while left:
        node = left.pop()
        if node is not None and node not in seen:
            seen.add(node)
            yield node
            left += [each for each, _ in node.next_functions]


VALUE, VALUES_MAPPED, MAPPED_BY_M, MAPPED_BY_E = "E", "vmap", "vmap over M alone", "vmap over e alone"
MAPPED_SLOPE = "vmap of grad by e"
RECORDED = "slopes through Newton's steps"
BY_M, BY_E, PUSHED = "grad by M", "grad by e", "jvp"
FIRST = (BY_M, BY_E, PUSHED)
FORWARD_SECOND = ("jacfwd of grad by M", "jacfwd by e of grad by M", "jacfwd of grad by e", "jvp of grad")
REVERSE_SECOND = ("grad of grad by M", "grad by e of grad by M", "grad of grad by e")
SECOND = (*FORWARD_SECOND, *REVERSE_SECOND)
MAPPED = (VALUES_MAPPED, MAPPED_BY_M, MAPPED_BY_E, MAPPED_SLOPE)

PARTS: dict[str, Part] = {
    VALUE: lambda answer, M, e, weights: answer(M, e),
    BY_M: _slope(0),
    BY_E: _slope(1),
    PUSHED: _along,
    FORWARD_SECOND[0]: _forward_over_reverse(0, 0),
    FORWARD_SECOND[1]: _forward_over_reverse(0, 1),
    FORWARD_SECOND[2]: _forward_over_reverse(1, 1),
    FORWARD_SECOND[3]: _product,
    REVERSE_SECOND[0]: _reverse_over_reverse(0, 0),
    REVERSE_SECOND[1]: _reverse_over_reverse(0, 1),
    REVERSE_SECOND[2]: _reverse_over_reverse(1, 1),
    VALUES_MAPPED: _mapped,
    MAPPED_BY_M: _mapped_by_M,
    MAPPED_BY_E: _mapped_by_e,
    MAPPED_SLOPE: _mapped_slope,
    RECORDED: _through_steps,
}


def ask_for_parts(answer: Answer, call: Call) -> Any:
    """Put an answer through what the call names: the keyword `parts`, with weights for sums and tangents.

    Of what is no tensor no derivative is asked: it is given back as it is.
    """
    (M, e), weights = call.args, call.kwargs["weights"]

    def part(name: str) -> Any:
        return PARTS[name](answer, M, e, weights)

    given = {}
    for name in call.kwargs["parts"]:
        given[name] = part(name)
        if not isinstance(given[name], Tensor):
            return given[name]
    return given


_MOST_SPELLED = 4  # more lines are no longer a cell that one looks at
_SPELLED = {
    VALUE: "{answer}(M, e)",
    BY_M: "grad(total)(M, e)",
    BY_E: "grad(total, argnums=1)(M, e)",
    PUSHED: "jvp({answer}, (M, e), (w, w / 2))[1]",
    FORWARD_SECOND[0]: "jacfwd(grad(total))(M, e)",
    FORWARD_SECOND[1]: "jacfwd(grad(total), argnums=1)(M, e)",
    FORWARD_SECOND[2]: "jacfwd(grad(total, argnums=1), argnums=1)(M, e)",
    FORWARD_SECOND[3]: "jvp(grad(total), (M, e), (w, w / 2))[1]",
    REVERSE_SECOND[0]: "grad(lambda M, e: (grad(total)(M, e) * w).sum())(M, e)",
    REVERSE_SECOND[1]: "grad(lambda M, e: (grad(total)(M, e) * w).sum(), argnums=1)(M, e)",
    REVERSE_SECOND[2]: "grad(lambda M, e: (grad(total, argnums=1)(M, e) * w).sum(), argnums=1)(M, e)",
    VALUES_MAPPED: "vmap({answer})(M, e)",
    MAPPED_BY_M: "vmap({answer}, in_dims=(0, None))(torch.stack((M, M + 1, -M)), e)",
    MAPPED_BY_E: "vmap({answer}, in_dims=(None, 0))(M.clone(), torch.stack((e, e / 2, e / 3)))",
    MAPPED_SLOPE: "vmap(grad(total, argnums=1), in_dims=(0, None))(torch.stack((M, M + 1)), e)",
}


def spelled_in_parts(answer: str, call: Call) -> str:
    """Write `ask_for_parts` as lines of a cell: part by part, or by the question itself where they are many."""
    parts = call.kwargs["parts"]
    if len(parts) > _MOST_SPELLED or RECORDED in parts:
        return f'asked = question("kepler")\nasked.ask({answer}, call)'
    lines = [f'    "{name}": {_SPELLED[name].format(answer=answer)},' for name in parts]
    return "\n".join(
        (
            "import torch",
            "from torch.func import grad, jacfwd, jvp, vmap",
            '(M, e), w = call.args, call.kwargs["weights"]',
            f"total = lambda M, e: ({answer}(M, e) * w).sum()",
            "parts = {",
            *lines,
            "}",
            "parts",
        )
    )
