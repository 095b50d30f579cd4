"""A module at other parameters by hand, and derivatives of it a pass at a time: slow, and plain enough to be believed.

Offers: `at` (a copy of a module with tensors in its parameters' places), by `apart` and `put`; `leaves`;
`jacobian_rows`; `as_one_vector` (the loss of a batch, and where the model stands).
"""

import copy
from collections.abc import Callable

import torch
from torch import Tensor, nn

from autograder.questions.per_sample_gradients.batches import Loss

Named = dict[str, Tensor]


def at(model: nn.Module, named: Named) -> nn.Module:
    """Return a copy of a module with given tensors for its parameters, wherever one of them stands."""
    twin, places = apart(model)
    put(named, places)
    return twin


Places = dict[str, list[tuple[nn.Module, str]]]


def apart(model: nn.Module) -> tuple[nn.Module, Places]:
    """Return a copy of a module that has no parameters, and where each of them stood."""
    twin = copy.deepcopy(model)
    named = {id(each): name for name, each in twin.named_parameters()}
    places: Places = {name: [] for name in named.values()}
    for part in twin.modules():
        for name, each in list(part.named_parameters(recurse=False, remove_duplicate=False)):
            places[named[id(each)]].append((part, name))
    for part, name in (place for each in places.values() for place in each):
        delattr(part, name)
    return twin, places


def put(named: Named, places: Places) -> None:
    """Put tensors where the parameters stood."""
    for name, tensor in named.items():
        for part, attribute in places[name]:
            setattr(part, attribute, tensor)


def leaves(model: nn.Module) -> Named:
    """Return copies of all parameters, frozen ones too, that autograd watches."""
    return {name: each.detach().clone().requires_grad_() for name, each in model.named_parameters()}


def jacobian_rows(model: nn.Module, X: Tensor) -> Named:
    """Return what each output of each sample asks of each parameter. Shapes: X (B, N) → name → (B, C, numbers)."""
    named = leaves(model)
    reached = at(model, named)(X)
    each_one = torch.eye(reached.numel(), dtype=X.dtype).reshape(-1, *reached.shape)
    found = torch.autograd.grad(reached, [*named.values()], each_one, is_grads_batched=True, materialize_grads=True)
    return {name: rows.reshape(*reached.shape, -1) for name, rows in zip(named, found, strict=True)}


def as_one_vector(model: nn.Module, loss_fn: Loss, X: Tensor, y: Tensor) -> tuple[Callable[[Tensor], Tensor], Tensor]:
    """f and theta, f by a copy of the module whose parameters are replaced. Shapes: X (B, N) → f: (P,) → (), (P,)."""
    shapes = {name: each.shape for name, each in model.named_parameters()}
    twin, places = apart(model)

    def f(theta: Tensor) -> Tensor:
        named, start = {}, 0
        for name, shape in shapes.items():
            named[name] = theta[start : start + shape.numel()].reshape(shape)
            start += shape.numel()
        put(named, places)
        return loss_fn(twin(X), y)

    return f, torch.cat([each.detach().reshape(-1) for each in model.parameters()])
