# fails: value
# fault: one-grad-kept
# says: in the same memory
import torch
def batch_jacobian_by_sum(f, X):
    Z = X.clone().requires_grad_()
    Y = f(Z).sum(0)
    out = []
    for y in Y:
        y.backward(retain_graph=True)
        out.append(Z.grad)
    return torch.stack(out, 1)
