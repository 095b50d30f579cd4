# style: retain_graph, and every output kept in a list for good
# remark: graph-kept-alive
import torch

seen = []


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    seen.append((leaf, y))
    return torch.autograd.grad(y, leaf, v, retain_graph=True)[0]
