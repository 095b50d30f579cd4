"""A module at other parameters by hand, and derivatives of it a pass at a time: slow, and plain enough to be believed.

Offers: `at` (a copy of a module with tensors in its parameters' places), `leaves` and `slopes`, `jacobian_rows`.
"""

import copy

import torch
from torch import Tensor, nn

Named = dict[str, Tensor]


def at(model: nn.Module, named: Named) -> nn.Module:
    """Return a copy of a module with given tensors for its parameters, wherever one of them stands."""
    twin = copy.deepcopy(model)
    instead = {id(each): named[name] for name, each in twin.named_parameters()}
    for part in twin.modules():
        for name, each in list(part.named_parameters(recurse=False, remove_duplicate=False)):
            delattr(part, name)
            setattr(part, name, instead[id(each)])
    return twin


def leaves(model: nn.Module) -> Named:
    """Return copies of all parameters, frozen ones too, that autograd watches."""
    return {name: each.detach().clone().requires_grad_() for name, each in model.named_parameters()}


def slopes(y: Tensor, named: Named) -> Named:
    """Return the gradient of a number by tensors; zeros where it does not hang on one."""
    found = torch.autograd.grad(y, [*named.values()], retain_graph=True, materialize_grads=True)
    return dict(zip(named, found, strict=True))


def jacobian_rows(model: nn.Module, X: Tensor) -> Named:
    """Return what each output of each sample asks of each parameter. Shapes: X (B, N) → name → (B, C, numbers)."""
    named = leaves(model)
    reached = at(model, named)(X)
    rows = [slopes(entry, named) for entry in reached.reshape(-1)]
    return {name: torch.stack([row[name] for row in rows]).reshape(*reached.shape, -1) for name in named}
