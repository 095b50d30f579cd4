# style: the gradient by a vjp with a cotangent of one, pushed forward
import torch


def hvp(f, x, v):
    def gradient(p):
        y, pull = torch.func.vjp(f, p)
        return pull(torch.ones_like(y))[0]

    _, pushed = torch.func.jvp(gradient, (x,), (v,))
    return pushed
