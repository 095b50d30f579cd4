# style: a while loop that pops outputs from a list, walrus included
import torch


def jacobian_by_rows(f, x):
    waiting = list(f(leaf := x.clone().requires_grad_()))
    J = torch.empty((m := len(waiting)), len(x)).to(x)
    while waiting and (y_i := waiting.pop()) is not None:
        J[len(waiting)] = torch.autograd.grad(y_i, leaf, retain_graph=len(waiting) > 0)[0]
    assert J.shape[0] == m
    return J
