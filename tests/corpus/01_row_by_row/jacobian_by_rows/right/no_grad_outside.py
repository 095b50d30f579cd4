# style: under no_grad and inside a context manager of its own, as a method bound at run time
import contextlib
import types

import torch


@contextlib.contextmanager
def recording():
    with torch.set_grad_enabled(True):
        yield


def _jacobian(self, x):
    with recording():
        leaf = x.clone().requires_grad_()
        y = self.f(leaf)
    return torch.stack([torch.autograd.grad(y, leaf, e, retain_graph=True)[0] for e in torch.eye(len(y)).to(y)])


@torch.no_grad()
def jacobian_by_rows(f, x):
    holder = types.SimpleNamespace(f=f)
    holder.jacobian = types.MethodType(_jacobian, holder)
    return holder.jacobian(x)
