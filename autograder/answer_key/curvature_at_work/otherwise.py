"""The lesson's right results by another way than the key's own: what an audit holds mutants against."""

import torch
from torch import Tensor
from torch.func import grad

from autograder.answer_key.curvature_at_work.taught import by_lanczos, downhill, in_steps
from autograder.answer_key.loops import curvatures, rows
from autograder.questions.draw import Function


def _product(net: Function, loss: Function, x: Tensor, v: Tensor) -> Tensor:
    jacobian, bends = rows(net, x), curvatures(loss, net(x))
    multiplied: Tensor = torch.einsum("mi,mk,kj,j->i", jacobian, bends, jacobian, v)
    return multiplied


def _entries(losses: Function, test_loss: Function, theta: Tensor, damping: float) -> Tensor:
    values, vectors = torch.linalg.eigh(curvatures(lambda at: losses(at).sum(), theta))
    turned = (vectors.T @ grad(test_loss)(theta)) / (values + damping)
    entries: Tensor = -(rows(losses, theta) @ (vectors @ turned))
    return entries


OTHERWISE = {
    "ggn_vp": _product,
    "conjugate_gradient": in_steps,
    "newton_cg": downhill,
    "spectral_density": by_lanczos,
    "influence": _entries,
}
