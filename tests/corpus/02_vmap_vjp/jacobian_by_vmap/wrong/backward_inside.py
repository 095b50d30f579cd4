# fails: value
# fault: backward-inside
# says: .grad
import torch


def jacobian_by_vmap(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)

    def row(v):
        leaf.grad = None
        y.backward(v, retain_graph=True)
        return leaf.grad

    return torch.vmap(row)(torch.eye(len(y), dtype=y.dtype))
