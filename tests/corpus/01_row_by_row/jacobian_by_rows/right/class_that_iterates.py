# style: a class whose __new__ returns the stack of its own items
import torch


class jacobian_by_rows(object):
    def __new__(cls, f, x):
        s = object.__new__(cls)
        s.leaf = x.clone().requires_grad_()
        s.y = f(s.leaf)
        return torch.stack([*s])

    def __iter__(s):
        return (s[i] for i in range(len(s.y)))

    def __getitem__(s, i):
        u = torch.zeros_like(s.y)
        u[i] = 1
        return torch.autograd.grad(s.y, s.leaf, u, retain_graph=1)[0]
