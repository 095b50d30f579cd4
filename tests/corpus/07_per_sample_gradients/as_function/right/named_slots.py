# style: typing, a NamedTuple for each slot, dict comprehension with unflatten
from typing import Callable, Dict, List, NamedTuple, Tuple

import torch
from torch import Tensor, nn


class Slot(NamedTuple):
    name: str
    start: int
    stop: int
    shape: torch.Size


def slots(model: nn.Module) -> List[Slot]:
    out: List[Slot] = []
    for name, p in model.named_parameters():
        start = out[-1].stop if out else 0
        out.append(Slot(name, start, start + p.numel(), p.shape))
    return out


def as_function(model: nn.Module, loss_fn: Callable[[Tensor, Tensor], Tensor], X: Tensor, y: Tensor) -> Tuple[Callable[[Tensor], Tensor], Tensor]:
    layout = slots(model)
    theta = torch.empty(layout[-1].stop, dtype=next(model.parameters()).dtype, device=X.device)
    for slot, p in zip(layout, model.parameters()):
        theta[slot.start : slot.stop] = p.detach().flatten()

    def f(t: Tensor) -> Tensor:
        params: Dict[str, Tensor] = {s.name: t[s.start : s.stop].reshape(s.shape) for s in layout}
        return loss_fn(torch.func.functional_call(model, params, X), y)

    return f, theta
