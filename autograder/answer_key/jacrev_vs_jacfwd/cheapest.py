"""Mistakes in choosing the mode: the wider pass, both of them, or many.

Offers: `CHEAPEST`, the mistakes of `cheapest_jacobian`.
"""

from dataclasses import replace

from autograder.answer_key.jacrev_vs_jacfwd.cheapest_detectors import (
    a_function,
    border_moved,
    both_modes,
    message,
    one_at_a_time,
    wrong_mode,
    zero_by_rows_alone,
    zeros,
)
from autograder.answer_key.jacrev_vs_jacfwd.tangents import TANGENTS
from autograder.answer_key.key import Mistake
from autograder.answer_key.vmap_vjp.jacobian_by_vmap import ENTRY as BY_VMAP
from autograder.answer_key.vmap_vjp.torch_messages import MESSAGES as UNDER_TRANSFORMS

_BY_VMAP = {mistake.slug: mistake for mistake in BY_VMAP.mistakes}


# The text of lesson 01 speaks of `create_graph`; here a leaf that requires grad is enough.
GRAPH_FOR_NOTHING = Mistake(
    "create-graph-for-nothing",
    "remark",
    lambda case: any(seen.graph for seen, _ in case.pairs),
    "Your result carries a graph of its own.",
    "A tensor that requires grad went through the transforms, or a pass had `create_graph=True`: every step was"
    " recorded for a derivative that nobody asks for.",
    "Give f the plain x: `jvp`, `jacfwd` and `jacrev` need no tensor that requires grad. Or return `.detach()`.",
)


CHEAPEST = (
    Mistake(
        "function-not-called",
        "value",
        a_function,
        "You gave back a function, not a matrix.",
        "`jacrev(f)` makes the function x ↦ J(x). It computes nothing yet.",
        "Call what it returns: `jacrev(f)(x)`.",
    ),
    Mistake(
        "argnums-not-a-number",
        "value",
        message("argnums must be int"),
        "argnums was given something other than an int or a tuple of ints.",
        "The second argument of `jacrev` and `jacfwd` is argnums, not x; and a list is no tuple.",
        "Write `jacrev(f)(x)`.",
    ),
    Mistake(
        "argnums-out-of-range",
        "value",
        message("Got argnum"),
        "argnums names an argument that f has not got.",
        "f takes x alone, and it has number 0.",
        "Leave argnums out.",
    ),
    Mistake(
        "chunked-forward-mode",
        "value",
        message("unexpected keyword argument 'chunk_size'"),
        "`jacfwd` was given a chunk_size, and knows none.",
        "Only `jacrev` and `vmap` take one.",
        "Leave it out: the budget asks for one pass.",
    ),
    Mistake(
        "chunk-size-zero",
        "value",
        message("`chunk_size` should be greater than 0"),
        "chunk_size came out as 0.",
        "A chunk has one row at least.",
        "Leave it out: the budget asks for one pass.",
    ),
    Mistake(
        "argument-by-keyword",
        "value",
        message("unexpected keyword argument 'x'"),
        "x was handed over by its name.",
        "A transform differentiates positional arguments, and passes keywords on to f, which has names of its own.",
        "Write `jacrev(f)(x)`.",
    ),
    Mistake(
        "aux-without-flag",
        "value",
        lambda case: case.raised("return only tensors") and not case.raised("NoneType"),
        "The function that was differentiated gives back something beside its tensor.",
        "A transform takes all that comes back for outputs, unless it is told that the second is only carried along.",
        "Give it `has_aux=True`, or return the tensor alone.",
    ),
    Mistake(
        "flag-without-aux",
        "value",
        message("should be a tuple: (output, aux)"),
        "`has_aux=True` was said of a function that gives back its output alone.",
        "With that flag the function returns a pair: (output, what is carried along).",
        "Leave the flag out, or return a pair.",
    ),
    Mistake(
        "functional-forward-mode",
        "value",
        message("only implemented for `vectorize=True`"),
        "`torch.autograd.functional.jacobian` refuses forward mode without `vectorize=True`.",
        "It is the older interface, and this exercise is about the newer.",
        "Use `torch.func.jacfwd`.",
    ),
    *(
        _BY_VMAP[slug]
        for slug in (
            "no-cotangent",
            "graph-freed",
            "not-in-the-graph",
            "input-not-tracked",
            "whole-identity-as-cotangent",
            "cotangent-sized-by-input",
            "tuple-not-unpacked",
        )
    ),
    *TANGENTS,
    *UNDER_TRANSFORMS,
    replace(
        _BY_VMAP["transposed"],
        next_step="Rows come out of reverse mode along dim 0. Columns come out of vmap over a jvp along dim 0 too, and"
        " belong along dim 1.",
    ),
    _BY_VMAP["wrong-flattening-order"],
    Mistake(
        "no-grad-inside",
        "value",
        zero_by_rows_alone,
        "Zeros where reverse mode was taken; what forward mode gave is right.",
        "Under `no_grad` nothing is recorded, so there is nothing to walk back over. Forward mode needs no record.",
        "Ask for M under `no_grad` if you like, and differentiate f itself.",
    ),
    Mistake(
        "not-connected",
        "value",
        lambda case: case.gives(zeros) and not zero_by_rows_alone(case),
        "Zeros everywhere, where f does depend on x.",
        "The function that was differentiated does not use what it is given: it takes x from the lines around it, or a"
        " detached copy. So nothing moves when its own argument moves.",
        "Differentiate f itself, or hand on what your function is given: `lambda z: f(z)`.",
    ),
    Mistake(
        "outputs-summed",
        "value",
        lambda case: case.gives(lambda e: e.result.sum(0)),
        "You gave the sum of J's rows.",
        "The gradient of f(x).sum() adds the M rows up.",
        "Keep them apart: one unit cotangent for each, which is what `jacrev` does.",
    ),
    Mistake(
        "border-moved",
        "cost",
        border_moved,
        "Near square you took the wider pass.",
        "On a clock the border is no sharp line, and reverse mode has a small edge there. By width it is: for"
        " N < M ≤ 2N forward mode's N is the smaller number, and the budget counts widths.",
        "Compare M with N themselves, without a margin.",
    ),
    Mistake(
        "modes-swapped",
        "cost",
        lambda case: wrong_mode(case) == (True, True),
        "You took reverse mode for tall Jacobians and forward mode for wide ones.",
        "Reverse mode gives rows, so its pass is M wide. Forward mode gives columns, so its pass is N wide.",
        "Turn the comparison round.",
    ),
    Mistake(
        "reverse-for-tall",
        "cost",
        lambda case: wrong_mode(case) == (True, False),
        "A tall Jacobian was built by rows: a pass of width M, where N is smaller.",
        "There are fewer columns than rows, and a tangent pass gives a column for each of its vectors.",
        "Where N < M, use forward mode.",
    ),
    Mistake(
        "forward-for-wide",
        "cost",
        lambda case: wrong_mode(case) == (False, True),
        "A wide Jacobian was built by columns: a pass of width N, where M is smaller.",
        "There are fewer rows than columns, and a backward pass gives a row for each of its vectors.",
        "Where M < N, use reverse mode.",
    ),
    Mistake(
        "both-modes",
        "cost",
        both_modes,
        "Both modes ran.",
        "Two Jacobians cost more than either: the choice has to be made before.",
        "Compare M and N, and then build one.",
    ),
    Mistake(
        "one-vector-a-pass",
        "cost",
        one_at_a_time,
        "Many passes of width 1.",
        "Each row or column had a pass of its own, and Python waited for every one of them.",
        "Send all unit vectors at once: `jacrev` and `jacfwd` do, and so does vmap.",
    ),
    Mistake(
        "more-than-one-pass",
        "cost",
        lambda case: "sweeps" in case.over,
        "More than one pass of width min(M, N): {finding}.",
        "The narrower mode gives all of J in one go.",
        "Count the passes of your code on an f with M = 17 and N = 3: there should be one, of width 3.",
        rest=True,
    ),
    GRAPH_FOR_NOTHING,
)
