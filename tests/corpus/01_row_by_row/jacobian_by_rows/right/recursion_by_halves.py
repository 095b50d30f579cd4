# style: recursion: the upper half of the rows on top of the lower half
import torch


def _rows(y, leaf, low, high):
    if high - low == 1:
        return torch.autograd.grad(y[low], leaf, retain_graph=True)[0].unsqueeze(0)
    middle = (low + high) // 2
    return torch.cat((_rows(y, leaf, low, middle), _rows(y, leaf, middle, high)))


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return _rows(y, leaf, 0, len(y))
