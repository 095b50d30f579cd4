# fails: value
# fault: mean-and-reshaped
# says: two things at once
import torch


def batch_jacobian_by_sum(f, X):
    J = torch.func.jacrev(lambda batch: f(batch).mean(0))(X)
    return J.reshape(X.shape[0], -1, X.shape[1])
