# fails: value
# fault: one-output-for-all
# says: one and the same output
import torch
def batch_jacobian_by_sum(f, X):
    X = X.clone().requires_grad_()
    Y = f(X)
    rows = [torch.autograd.grad(Y[:, 0].sum(), X, retain_graph=True)[0] for m in range(Y.shape[1])]
    return torch.stack(rows, dim=1)
