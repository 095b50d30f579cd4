# fails: value
# fault: wrong-type
# says: something other than what is asked
import torch


def batch_jacobian(f, X):
    return list(torch.vmap(torch.func.jacrev(f))(X))
