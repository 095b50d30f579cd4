"""`my_jacfwd(f, argnums)`: jacfwd, made by hand.

Its calls are those of lesson 02's `my_jacrev`: the same function is asked for, by columns.
"""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from autograder.questions.question import Answer, Budget, Call, Question, Rules
from autograder.questions.row_by_row.shapes import on_meta
from autograder.questions.vmap_vjp.my_jacrev import ask_for_a_function, spelled_for_a_function
from autograder.questions.vmap_vjp.my_jacrev import jacobian_functions as jacrev_calls


def jacobian_functions(seed: int) -> tuple[Call, ...]:
    """The calls of `my_jacfwd`: those of `my_jacrev`, and how many arguments and entries each one asks for."""
    return tuple(replace(call, sizes={**call.sizes, **_asked(call)}) for call in jacrev_calls(seed))


def _asked(call: Call) -> dict[str, int]:
    """Return the number of arguments that are differentiated, and of their entries in all."""
    given = [part for part in call.args[1:] if isinstance(part, int)]
    args = [part for part in call.args[1:] if isinstance(part, Tensor)]
    argnums = call.kwargs.get("argnums", given[0] if given else 0)
    places = (argnums,) if isinstance(argnums, int) else argnums
    return {"asked": len(places), "entries": sum(args[place].numel() for place in places if place < len(args))}


def jacfwd_column_by_column(
    f: Answer, argnums: int | tuple[int, ...] = 0
) -> Callable[..., Tensor | tuple[Tensor, ...]]:
    """The naive jacfwd: a tangent pass of width 1 for each entry of each argument."""

    def of_one(place: int, *args: Tensor) -> Tensor:
        arg = args[place]

        def f_of_arg(part: Tensor) -> Tensor:
            y: Tensor = f(*args[:place], part, *args[place + 1 :])
            return y

        units = torch.eye(arg.numel(), dtype=arg.dtype, device=arg.device).reshape(-1, *arg.shape)
        columns = [torch.func.jvp(f_of_arg, (arg,), (unit,))[1] for unit in units]
        return torch.stack(columns, dim=-1).reshape(*columns[0].shape, *arg.shape)

    def jacobian(*args: Tensor) -> Tensor | tuple[Tensor, ...]:
        if isinstance(argnums, int):
            return of_one(argnums, *args)
        return tuple(of_one(place, *args) for place in argnums)

    return jacobian


QUESTION = Question(
    name="my_jacfwd",
    title="jacfwd, made by hand",
    calls=jacobian_functions,
    points={"value": 4, "method": 1, "cost": 2},
    rules=Rules(
        ("torch.func.vmap",),
        (
            "torch.func.jacrev",
            "torch.func.jacfwd",
            "torch.func.hessian",
            "torch.func.vjp",
            "torch.autograd.functional.",
        ),
        kinds="r",
        shows=("ft",),
        says="vmap over a jvp",
    ),
    budget=Budget(
        # An extra one for each argument: its shape may be learnt where its block is made.
        forward_passes=lambda s: 2 * s["asked"] - 1,
        tangents=lambda s: s["asked"],
        tangent_vectors=lambda s: s["entries"],
        says="one tangent pass for each argument asked for, as wide as it has entries (or one pass for all)",
    ),
    naive=jacfwd_column_by_column,
    ask=ask_for_a_function,
    spelled=spelled_for_a_function,
    elsewhere=on_meta,
    hints=(
        "What does `torch.func.jvp(f, (x,), (t,))` return, and which of the two is J t? If t is the unit vector e_j,"
        " which part of J is that: a row or a column?",
        "A tangent has the shape of the argument that it moves: if that is (2, 3), how many unit tangents are there,"
        " and what becomes of the second axis of `torch.eye(6)`? The other arguments do not move: hold them fixed in a"
        " function of the one that does.",
        "Which axis of vmap's result counts the argument's entries, and where does it belong in out.shape + arg.shape?"
        " vmap puts the axis that it ran over first: move it to the end, and only then reshape it into the argument's"
        " axes.",
    ),
)
