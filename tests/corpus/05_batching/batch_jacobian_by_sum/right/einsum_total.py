# style: the sum by einsum, weights by a matrix product
import torch


def batch_jacobian_by_sum(f, X):
    ones = X.new_ones(X.shape[0])
    J = torch.func.jacrev(lambda Z: ones @ f(Z))(X)
    return J.transpose(1, 0).contiguous()
