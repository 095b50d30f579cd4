# fails: value
# fault: gauss-newton
# says: products of first derivatives
import torch


def batch_hessian(f, X):
    J = torch.vmap(torch.func.jacrev(f))(X)
    return torch.einsum("bmi,bmj->bmij", J, J)
