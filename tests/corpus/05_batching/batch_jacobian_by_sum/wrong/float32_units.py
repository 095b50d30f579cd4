# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def batch_jacobian_by_sum(f, X):
    J = torch.func.jacrev(lambda Z: f(Z).sum(0))(X).movedim(0, 1)
    return torch.tensor(J.tolist())
