"""What torch says of an `autograd.Function` that lacks a rule, or has one of another form: `RULES`."""

from collections.abc import Callable

from autograder.answer_key.key import Case, Mistake


def _raised(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


_OLD_STYLE = Mistake(
    "setup-context-missing",
    "value",
    _raised("must override the setup_context"),
    "Your Function takes `ctx` in `forward`, and torch's transforms refuse it.",
    "`torch.func` wants the value and what is saved for later in two functions, so that it can run the one without the"
    " other.",
    "Write `forward(M, e)` without `ctx`, and `setup_context(ctx, inputs, output)` beside it.",
)
_NO_CONTEXT = Mistake(
    "setup-context-forgotten",
    "value",
    _raised("forward() takes 2 positional arguments but 3 were given"),
    "Your Function has no `setup_context`, so torch hands `forward` a `ctx` first, which it does not take.",
    "With a `setup_context` in the class `forward` is given M and e alone. Without one it is given `ctx` too, in an old"
    " style that torch's transforms refuse.",
    "Write `setup_context(ctx, inputs, output)` beside `forward`, and save there what both rules need.",
)
_NO_VMAP = Mistake(
    "vmap-rule-missing",
    "value",
    _raised("does not have vmap support"),
    "`vmap` found no rule of your Function's.",
    "torch does not look into a Function: what its `forward` does with a batch must be said.",
    "Write `generate_vmap_rule = True` in the class, or a `vmap` staticmethod.",
)
_CONTROL_FLOW = Mistake(
    "steps-hang-on-numbers",
    "value",
    _raised("data-dependent control flow", "vmap: It looks like you're calling .item()"),
    "A number of a tensor decides how your `forward` goes on, and under `vmap` there are many at once.",
    "A `while` on the error has another count of steps for each sample. The generated rule runs `forward` itself under"
    " `vmap`, so it can't have one.",
    "Take a fixed number of steps; from a good start six of Newton's are enough.",
)
_NO_JVP = Mistake(
    "jvp-rule-missing",
    "value",
    _raised("must implement the jvp function", "jvp is not implemented", "Trying to use forward AD"),
    "Forward mode found no rule of your Function's.",
    "`backward` serves reverse mode alone. `jvp`, `jacfwd` and `hessian` push tangents.",
    "Write the staticmethod `jvp(ctx, of_M, of_e)`: (of_M + of_e sin E) / (1 − e cos E).",
)
_NOT_SAVED = Mistake(
    "nothing-saved-for-forward",
    "value",
    _raised("not enough values to unpack"),
    "Your `jvp` unpacks `ctx.saved_tensors`, and they are empty.",
    "What is saved for `backward` is not there in forward mode: each mode has a call of its own.",
    "Call both in `setup_context`: `ctx.save_for_backward(output, e)` and `ctx.save_for_forward(output, e)`.",
)
_ONE_GRADIENT = Mistake(
    "one-gradient-for-two",
    "value",
    _raised("incorrect number of gradients"),
    "Your `backward` gives another number of gradients than `forward` takes arguments.",
    "There is one for each: by M, and by e.",
    "Return both, in order: `by_M, by_M * torch.sin(E)`.",
)
_SETUP_SIGNATURE = Mistake(
    "setup-context-takes-three",
    "value",
    _raised("setup_context() takes", "setup_context() missing", "jvp() takes", "jvp() missing"),
    "A rule of your Function takes other arguments than torch hands it.",
    "`setup_context(ctx, inputs, output)` has the tuple of inputs and the output; `jvp(ctx, of_M, of_e)` a tangent for"
    " each input.",
    "Bring the signatures into that form; all of them are staticmethods.",
)

RULES = (
    _OLD_STYLE,
    _NO_CONTEXT,
    _NO_VMAP,
    _CONTROL_FLOW,
    _NO_JVP,
    _NOT_SAVED,
    _ONE_GRADIENT,
    _SETUP_SIGNATURE,
)
