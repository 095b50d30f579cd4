"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call, grad, jacrev, vmap

from autograder.questions.per_sample_gradients.batches import Loss
from autograder.questions.per_sample_gradients.clip_and_mean import Gradients
from autograder.questions.per_sample_gradients.linear_gradient_norms import Rest
from autograder.questions.per_sample_gradients.per_sample_gradients import gradients_by_vmap


def of_one_vector(model: nn.Module, loss_fn: Loss, X: Tensor, y: Tensor) -> tuple[Callable[[Tensor], Tensor], Tensor]:
    """The loss as a function of one vector, and where it stands. Shapes: X (B, N) → f: (P,) → (), theta (P,)."""
    named = {name: each.detach() for name, each in model.named_parameters()}
    lengths = [each.numel() for each in named.values()]

    def f(theta: Tensor) -> Tensor:
        parts: tuple[Tensor, ...] = torch.split(theta, lengths)
        cut = {name: part.view(each.shape) for (name, each), part in zip(named.items(), parts, strict=True)}
        return loss_fn(functional_call(model, cut, (X,)), y)

    return f, torch.cat([each.reshape(-1) for each in named.values()])


def clipped_by_weights(grads: Gradients, max_norm: float) -> Gradients:
    """A weighted sum over the samples, a parameter at a time. Shapes: name → (B, *shape) → name → shape."""
    lengths = [torch.linalg.vector_norm(each.reshape(len(each), -1), dim=1) for each in grads.values()]
    share = (max_norm / torch.linalg.vector_norm(torch.stack(lengths), dim=0)).clamp(max=1)
    return {name: torch.tensordot(share, each, 1) / len(share) for name, each in grads.items()}


def norms_by_factors(weight: Tensor, bias: Tensor, rest: Rest, X: Tensor) -> Tensor:
    """‖δ‖ √(‖x‖² + 1). Shapes: (H, N), (H,), (B, H) → (B,), X (B, N) → (B,)."""
    delta = grad(lambda z: rest(z).sum())(F.linear(X, weight, bias))
    norms: Tensor = delta.norm(dim=1) * (X.square().sum(1) + 1).sqrt()
    return norms


def norms_by_autograd(weight: Tensor, bias: Tensor, rest: Rest, X: Tensor) -> Tensor:
    """The same by a leaf. Shapes: as `norms_by_factors`."""
    leaf = F.linear(X, weight, bias).requires_grad_()
    (delta,) = torch.autograd.grad(rest(leaf).sum(), leaf)
    norms: Tensor = delta.norm(dim=1) * (X.square().sum(1) + 1).sqrt()
    return norms


def two_jacobians(model: nn.Module, X1: Tensor, X2: Tensor) -> Tensor:
    """A Jacobian for each batch, and their product. Shapes: X1 (B1, N), X2 (B2, N) → (B1, B2, C, C)."""
    named = {name: each.detach() for name, each in model.named_parameters()}

    def of_one(named: dict[str, Tensor], x: Tensor) -> Tensor:
        reached: Tensor = functional_call(model, named, (x[None],))[0]
        return reached

    mapped = vmap(jacrev(of_one), (None, 0))
    one, other = mapped(named, X1), mapped(named, X2)
    blocks = (
        torch.einsum("ikp,jlp->ijkl", *(each.reshape(*each.shape[:2], -1) for each in (one[name], other[name])))
        for name in named
    )
    kernel: Tensor = sum(blocks, start=torch.zeros((), dtype=X1.dtype))
    return kernel


TAUGHT = {
    "as_function": (of_one_vector,),
    "per_sample_gradients": (gradients_by_vmap,),
    "clip_and_mean": (clipped_by_weights,),
    "linear_gradient_norms": (norms_by_factors, norms_by_autograd),
    "empirical_ntk": (two_jacobians,),
}
