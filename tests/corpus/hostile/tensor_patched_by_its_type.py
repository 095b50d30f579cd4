# attack: a method of all tensors is replaced by way of a name for their class
# earns: anything
# doubt: changes .requires_grad_
import torch

Kind = type(torch.ones(1))
was = Kind.requires_grad_
Kind.requires_grad_ = lambda x, *rest: was(x, *rest)


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
