# style: a row of ones times f of the batch
import torch
from torch.func import jacrev
def batch_jacobian_by_sum(f, X):
    ones = torch.ones(1, len(X), dtype=X.dtype, device=X.device)
    return jacrev(lambda Z: ones @ f(Z))(X).squeeze(0).transpose(0, 1)
