# style: borrows x itself and gives its flag back, whatever happens
import torch


def vjp_once(f, x, v):
    tracked = x.requires_grad
    x.requires_grad_(True)
    try:
        return torch.autograd.grad(f(x), x, v)[0]
    finally:
        x.requires_grad_(tracked)
