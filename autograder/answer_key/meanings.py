"""What Python's and torch's errors mean here, in plain words.

Offers: `meaning` (an exception → a sentence, or none).
"""

import re

from autograder.observe import Raised

_NOBODY_TYPES = "`input()` waits for somebody who types; an answer has what it needs in its arguments."
# Type of the error, a pattern in its message, what it means: the first that fits. {0} is what the pattern's group
# found.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("MemoryError", r"", "A tensor was asked for that this machine has no room for, or small ones pile up in a loop."),
    ("RecursionError", r"", "A function calls itself and never stops: each call waits for the next."),
    (
        "UnboundLocalError",
        r"'(\w+)'",
        r"{0} is assigned further down, so Python takes it for a local name that is empty here.",
    ),
    (
        "NameError",
        r"name '(\w+)'",
        "No name {0} is known on that line: it is misspelt, not imported, or defined in a cell that was not run.",
    ),
    (
        "ModuleNotFoundError",
        r"'([\w.]+)'",
        r"There is no module {0} in this environment; the exercises need torch alone.",
    ),
    (
        "ImportError",
        r"cannot import name '(\w+)'",
        r"The module has nothing called {0}: check its spelling and where it lives.",
    ),
    (
        "AttributeError",
        r"object has no attribute '(autograd|func|nn|stack|cat|zeros|ones|eye|empty|zeros_like|tensor|vmap|no_grad)'",
        r"{0} is torch's, and what stands before the dot is not torch: was its name given to something else?"
        " `import torch` brings it back.",
    ),
    (
        "AttributeError",
        r"'NoneType' object has no attribute '(\w+)'",
        r"{0} was asked of None: the line before gave nothing back, or a `.grad` that no backward pass has filled.",
    ),
    (
        "AttributeError",
        r"'(?:tuple|list)' object has no attribute '(\w+)'",
        r"{0} belongs to a tensor, and this is a tuple or a list of them: take its entry first.",
    ),
    (
        "AttributeError",
        r"has no attribute '(\w+)'",
        r"What stands before the dot has nothing called {0}: print its type.",
    ),
    (
        "IndexError",
        r"",
        "An index is past the end: the loop runs over another length than the tensor has, or over another axis.",
    ),
    ("KeyError", r"", "The dictionary has no such key: print those that it has."),
    ("ZeroDivisionError", r"", "A size or a count is 0 there; B, M, N and K are at least 1, so it was worked out."),
    (
        "NotImplementedError",
        r"forward AD|forward-mode|jvp",
        "An operation of f has no forward-mode rule: no tangent can pass through it.",
    ),
    (
        "NotImplementedError",
        r"",
        "That line says itself that it is still to be written, or torch has no such operation for these tensors.",
    ),
    (
        "TypeError",
        r"'?coroutine'? (?:object|was never)|non-iterable coroutine",
        "An `async def` stands there: its call gives a coroutine, and runs nothing. Write `def` alone.",
    ),
    (
        "TypeError",
        r"'NoneType' object is not (?:callable|iterable|subscriptable)",
        "None stands where a value is used: the call before it gave nothing back.",
    ),
    (
        "TypeError",
        r"'Tensor' object is not callable",
        "A tensor stands before the brackets: a name of a function was given to a tensor, or an operator is missing.",
    ),
    ("TypeError", r"'(\w+)' object is not callable", r"What stands before the brackets is {0}, and no function."),
    (
        "TypeError",
        r"is no function: its type",
        "That name was given to something that can't be called: it begins with `def`, or is given to a function.",
    ),
    (
        "TypeError",
        r"(?:takes|missing) .*argument",
        "A function is called with more or fewer arguments than it takes: compare the call with its `def`.",
    ),
    ("TypeError", r"unexpected keyword argument '(\w+)'", r"The function that is called has no argument {0}."),
    (
        "TypeError",
        r"must be tuple of Tensors|must be Tensor",
        "torch wants tensors there, and got something else: print the types.",
    ),
    (
        "TypeError",
        r"unsupported operand",
        "Two things are combined that don't go together, a tuple and a tensor say: print their types.",
    ),
    (
        "ValueError",
        r"(?:too many|not enough) values to unpack",
        "There are more or fewer values on the right than names on the left: print what comes back.",
    ),
    (
        "ValueError",
        r"only one element tensors can be converted",
        "A tensor of several entries stands where one number is wanted.",
    ),
    (
        "RuntimeError",
        r"mat1 and mat2 shapes|size mismatch|inconsistent tensor size|shapes cannot be multiplied",
        "Two shapes don't fit a product: the last axis of the left must be the first of the right. Print both shapes.",
    ),
    (
        "RuntimeError",
        r"must match the size of tensor|not broadcastable|shape mismatch",
        "Two shapes don't go together entry by entry: print both, and compare them from the last axis on.",
    ),
    (
        "RuntimeError",
        r"non-empty (?:TensorList|list of Tensors)",
        "The list is empty there: in this call nothing was put into it.",
    ),
    (
        "RuntimeError",
        r"shape '.*' is invalid for input of size",
        "A reshape keeps the number of entries, and this shape has another number of them.",
    ),
    (
        "RuntimeError",
        r"from a running event loop|event loop is already running",
        "A notebook runs an event loop of its own, and `asyncio.run` starts none inside it. Nothing here waits for"
        " anything: a plain `def`, without `await`, does.",
    ),
    (
        "RuntimeError",
        r"Complex(?:Double|Float)",
        "Complex numbers meet real ones: f is made of real tensors, and takes real x alone.",
    ),
    (
        "RuntimeError",
        r"expected scalar type|have the same dtype",
        "Two dtypes meet: one tensor was made without {x}'s dtype, so it has torch's own, float32.",
    ),
    (
        "RuntimeError",
        r"stack expects each tensor to be equal size|Sizes of tensors must match",
        "Tensors of several shapes are put together: print the shape of each.",
    ),
    (
        "RuntimeError",
        r"expected a non-empty",
        "Nothing was collected: the list is empty, since the loop ran over no entries.",
    ),
    (
        "RuntimeError",
        r"one of the variables needed for gradient computation has been modified",
        "A tensor that the way back needs was written over after the forward.",
    ),
    (
        "RuntimeError",
        r"Boolean value of Tensor",
        "A tensor of several entries stands where Python wants one True or False.",
    ),
    (
        "RuntimeError",
        r"Expected a value of type 'Tensor.*' for argument",
        "`torch.jit.script` takes every argument for a tensor, and f is a function: leave the decorator out.",
    ),
    (
        "ValueError",
        r"Thing passed to transform API must be Tensor, got <class 'function'>",
        "A function stands where a tensor belongs: are the arguments in the order of the lesson's `def`?",
    ),
    ("EOFError", r"", _NOBODY_TYPES),
    ("StdinNotImplementedError", r"", _NOBODY_TYPES),
    ("StopIteration", r"", "`next()` was asked of something that had no more to give: it was used up, or empty."),
    ("AssertionError", r"", "An `assert` of your own does not hold for these inputs."),
)


# What torch's transforms refuse, in any exercise, whatever the error's type.
_OF_TRANSFORMS: tuple[tuple[str, str], ...] = (
    (
        r"pytree structure of cotangents",
        "A pullback wants a cotangent built like what its function gave: a tensor for a tensor, a tuple for a tuple."
        " (`jvp` and `vjp` give pairs: take the one of the two that you want.)",
    ),
    (
        r"same python structure|same argspec",
        "Points and directions go to `jvp` built alike: for a tuple of one point a tuple of one direction.",
    ),
    (r"Expected (?:primals|tangents) to be a tuple", "`jvp` takes its points and its directions as tuples: `(x,)`."),
    (
        r"randomness error mode",
        "Random numbers are drawn under `vmap`, which was not told whether all that it maps share them. Draw them"
        " before, or pass `randomness=`.",
    ),
    (r"argnums must be int", "argnums is an int or a tuple of ints; a list is neither, and x is not argnums."),
    (r"Got argnum", "argnums names an argument that the function has not got: they are counted from 0."),
    (
        r"should be a tuple: \(output, aux\)",
        "`has_aux=True` says that the function gives a pair, (output, what is carried along), and this one gives its"
        " output alone.",
    ),
    (
        r"Expected f\(\*args\) to return (?:a Tensor|a scalar)|return a scalar Tensor|return only tensors",
        "The function that is differentiated gives back something other than the one tensor that the transform takes:"
        " `grad` wants a number, and what is only carried along wants `has_aux=True`.",
    ),
    (
        r"saved tensor hooks",
        "Checkpointing, `save_on_cpu` and their like change how a record is kept, and transforms of torch.func keep"
        " their own: the two don't go together.",
    ),
    (
        r"mutate a captured Tensor",
        "Something that a transform looks at writes into a tensor of outside, as batch norm does into its statistics"
        " where a model is in training mode.",
    ),
    (
        r"forward gradient that has a different size",
        "A direction must have the shape of the point that it moves: one of inputs goes with x, one of outputs comes"
        " home by the pullback, `vjp`.",
    ),
    (
        r"unexpected keyword argument 'chunk_size'",
        "`jacfwd` and `hessian` have no `chunk_size`.",
    ),
    (r"implemented for `vectorize=True`", "`torch.autograd.functional` pushes forward under `vectorize=True` alone."),
    (
        r"given to (?:hessian|hvp|vhp) should contain a single element",
        "That function of `torch.autograd.functional` takes an f that gives one number.",
    ),
    (r"Expected all (?:inputs|outputs) to be real", "The transforms of torch.func differentiate real numbers alone."),
    (
        r"calling \.item\(\)|data-dependent control flow",
        "Under a transform a tensor stands for many, or has its record: it has no one number for `.item()`, `float` or"
        " `if`.",
    ),
    (r"dynamic shape", "How many entries come out hangs on numbers, and under `vmap` each sample has others."),
    (
        r"inplace arithmetic|in-place arithmetic",
        "A tensor with room for one sample is written into with what holds many of them, under `vmap`.",
    ),
    (
        r"second time",
        "The graph was used up by a pass before this one: `retain_graph=True` there keeps it.",
    ),
    (
        r"does not require grad",
        "There is no record to go back through: what was differentiated hangs on no tensor that autograd watches, or"
        " not at all on what was asked.",
    ),
    (r"not have been used in the graph", "What is differentiated does not hang on the tensor that is asked for."),
    (
        r"implicitly created only for scalar outputs",
        "Of several outputs autograd wants a cotangent.",
    ),
    (
        r"must implement the jvp function|does not support (?:it )?(?:forward|jvp)|forward AD with",
        "An operation on the way has no forward-mode rule: no tangent can pass through it.",
    ),
    (
        r"may have escaped|batched == nullptr",
        "A tensor was kept from a transform that is over.",
    ),
)


def meaning(raised: Raised) -> str:
    """Say in a sentence what an error means; empty where that is not known."""
    for pattern, says in _OF_TRANSFORMS:
        if re.search(pattern, raised.message):
            return says
    for kind, pattern, says in _MEANINGS:
        found = re.search(pattern, raised.message) if kind == raised.type else None
        if found:
            return says.replace("{0}", f"`{found[1]}`") if found.groups() else says
    return ""
