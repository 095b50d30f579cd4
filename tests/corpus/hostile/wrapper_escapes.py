# attack: a result that is still a wrapped value of a transform that has ended
# earns: nothing
import torch


def vjp_once(f, x, v):
    box = []

    def leak(p):
        box.append(p * 2)
        return p.sum()

    torch.func.grad(leak)(x)
    return box[0]
