# style: numpy makes the copies and the cotangent
import numpy as np
import torch


def vjp_once(f, x, v):
    leaf = torch.from_numpy(np.array(x.numpy(), copy=True)).requires_grad_()
    cotangent = torch.from_numpy(np.einsum("i->i", v.numpy()).copy())
    f(leaf).backward(cotangent)
    return torch.from_numpy(leaf.grad.numpy())
