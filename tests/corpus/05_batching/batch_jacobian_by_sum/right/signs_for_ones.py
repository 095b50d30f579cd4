# style: a cotangent of plus and minus ones, undone afterwards
import torch
from torch.func import jacrev
def batch_jacobian_by_sum(f, X):
    s = torch.where(torch.arange(len(X), device=X.device) % 2 == 0, 1.0, -1.0).to(X)
    J = jacrev(lambda Z: s @ f(Z))(X).movedim(0, 1)
    return s[:, None, None] * J
