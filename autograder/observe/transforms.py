"""The table of torch's transforms, each known by its code: the file, and the qualified name within it.

Functions that run a module at other parameters than its own, or write into it, are in it too.

Offers: `transforms`, which makes a `Transforms`; `place` of a code object; `ARGUMENTS`, those that are noted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

import torch
import torch._functorch.apis
import torch._functorch.deprecated
import torch._functorch.eager_transforms
import torch._functorch.vmap
import torch._vmap_internals
import torch.autograd.forward_ad
import torch.autograd.function
import torch.autograd.functional
import torch.func
import torch.nn.utils.stateless

_FUNC = ("vjp", "jvp", "grad", "grad_and_value", "jacrev", "jacfwd", "hessian", "linearize", "vmap")
_FUNCTIONAL = ("vjp", "jvp", "vhp", "hvp", "jacobian", "hessian")
_PRIVATE: tuple[tuple[ModuleType, str, str], ...] = (
    (torch._functorch.eager_transforms, "_vjp_with_argnums", "torch.func.vjp"),
    (torch._functorch.eager_transforms, "_jvp_with_argnums", "torch.func.jvp"),
    (torch._functorch.eager_transforms, "grad_impl", "torch.func.grad"),
    (torch._functorch.eager_transforms, "grad_and_value_impl", "torch.func.grad_and_value"),
    (torch._functorch.vmap, "vmap_impl", "torch.func.vmap"),
    (torch._functorch.vmap, "_flat_vmap", "torch.func.vmap"),
    (torch._functorch.vmap, "_chunked_vmap", "torch.func.vmap[chunk_size]"),
    (torch._functorch.apis, "chunk_vmap", "torch.func.vmap[chunk_size]"),
    (torch._vmap_internals, "vmap", "torch.func.vmap"),
    (torch._vmap_internals, "_vmap", "torch.func.vmap"),
    (torch.autograd.functional, "_jacfwd", "torch.autograd.functional.jacobian"),
    # From 2.14 on `apply` is written in C++, and calls these two.
    (torch.autograd.function, "_bind_default_args", "torch.autograd.Function"),
    (torch.autograd.function, "_call_custom_function_call", "torch.autograd.Function"),
)
# Arguments that a rule may forbid although the function itself is allowed, or that a diagnosis looks at.
ARGUMENTS = {
    "torch.autograd.grad": ("is_grads_batched", "allow_unused"),
    "torch.func.vmap": ("chunk_size",),
    "torch.func.jacrev": ("chunk_size",),
}


def _public_functions() -> Iterator[tuple[Any, str]]:
    for name in _FUNC:
        for module in (torch.func, torch._functorch.deprecated, torch._functorch.eager_transforms):
            if hasattr(module, name):
                yield getattr(module, name), f"torch.func.{name}"
    for name in _FUNCTIONAL:
        yield getattr(torch.autograd.functional, name), f"torch.autograd.functional.{name}"
    for module, name, public in _PRIVATE:
        if hasattr(module, name):
            yield getattr(module, name), public
    yield torch.func.functional_call, "torch.func.functional_call"
    yield torch.nn.utils.stateless.functional_call, "torch.func.functional_call"
    yield torch.nn.utils.parameters_to_vector, "torch.nn.utils.parameters_to_vector"
    yield torch.nn.utils.vector_to_parameters, "torch.nn.utils.vector_to_parameters"
    yield torch.nn.Module.load_state_dict, "torch.nn.Module.load_state_dict"
    yield torch.autograd.grad, "torch.autograd.grad"
    yield torch.autograd.backward, "torch.autograd.backward"
    yield torch.Tensor.backward, "torch.autograd.backward"
    yield torch.autograd.Function.apply, "torch.autograd.Function"
    yield torch.autograd.forward_ad.make_dual, "torch.autograd.forward_ad.make_dual"
    yield torch.autograd.forward_ad.enter_dual_level, "torch.autograd.forward_ad.dual_level"
    yield torch.autograd.forward_ad.dual_level.__enter__, "torch.autograd.forward_ad.dual_level"


# `jacrev(f)` may be made before the call and only run in it: the function that these return counts too.
_RETURN_A_FUNCTION = ("grad", "grad_and_value", "jacrev", "jacfwd", "vmap", "chunk_vmap")


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    if code.co_name not in _RETURN_A_FUNCTION and not code.co_name.startswith("wrap"):
        return
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and constant.co_name.startswith("wrap"):
            yield from _with_inner(constant)


Place = tuple[str, str]


def place(code: CodeType) -> Place:
    """Return where a code object comes from: a copy of it comes from there too."""
    return code.co_filename, code.co_qualname


@dataclass(frozen=True, slots=True)
class Transforms:
    """torch's transforms, by the place of their code, which a copy of the code shares.

    known       place → (the function's own name, its public name)
    decorators  id(code) → code of the wrappers around them, which name nothing
    """

    known: dict[Place, tuple[str, str]]
    decorators: dict[int, CodeType]


def transforms() -> Transforms:
    """Look up every transform we know in the torch that is installed."""
    known: dict[Place, tuple[str, str]] = {}
    decorators: dict[int, CodeType] = {}
    for function, public in _public_functions():
        while hasattr(function, "__wrapped__"):
            decorators[id(function.__code__)] = function.__code__
            function = function.__wrapped__
        code = getattr(function, "__code__", None)
        if code is not None:
            for inner in _with_inner(code):
                known.setdefault(place(inner), (code.co_name, public))
    return Transforms(known, decorators)
