# fails: value
# fault: graph-freed
# says: retain_graph
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.zeros(len(y), len(x)).to(x)
    for i in range(len(y)):
        y[i].backward()
        J[i] = leaf.grad
        leaf.grad.zero_()
    return J
