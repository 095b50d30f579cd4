# style: keyword arguments, has_aux, strict
import torch


def hvp(f, x, v):
    def with_value(p):
        g, y = torch.func.grad_and_value(f)(p)
        return g, y

    g, hv, y = torch.func.jvp(func=with_value, primals=(x,), tangents=(v,), strict=False, has_aux=True)
    del g, y
    return hv
