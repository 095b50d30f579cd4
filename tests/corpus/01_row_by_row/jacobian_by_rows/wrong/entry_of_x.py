# fails: value
# fault: not-in-the-graph
# says: graph
import torch


def jacobian_by_rows(f, x):
    # asks for the derivative in x[j], which is a new tensor that f never saw
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack(
        [torch.stack([torch.autograd.grad(e, leaf[j], retain_graph=True)[0] for j in range(len(x))]) for e in y]
    )
