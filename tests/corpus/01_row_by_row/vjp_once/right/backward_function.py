# style: the function torch.autograd.backward on lists
from torch.autograd import backward


def vjp_once(f, x, v):
    leaf = x.new_empty(x.shape).copy_(x).requires_grad_(True)
    outputs = [f(leaf)]
    backward(outputs, grad_tensors=[v])
    return leaf.grad.detach()
