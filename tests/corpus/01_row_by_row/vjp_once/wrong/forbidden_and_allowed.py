# fails: method
# fault: forbidden-tool
# says: torch.func
import torch


def vjp_once(f, x, v):
    # calls the allowed tool for show, on a function of its own
    show = torch.zeros(1, requires_grad=True)
    torch.autograd.grad(show.sum(), show)
    return torch.func.vjp(f, x)[1](v)[0]
