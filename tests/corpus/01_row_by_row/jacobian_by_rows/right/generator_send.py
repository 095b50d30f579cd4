# style: rows from a generator that is sent their numbers
import torch


def puller(y, leaf):
    row = None
    while True:
        i = yield row
        (row,) = torch.autograd.grad(y[i], leaf, retain_graph=True)


def jacobian_by_rows(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    y = f(leaf)
    pull = puller(y, leaf)
    next(pull)
    return torch.stack([pull.send(i) for i in range(y.shape[0])])
