# fails: cost
# fault: square-kept
# says: view
# each result is a view of a whole gradient
import torch
from torch.func import grad


def hessian_diagonal(f, x):
    def along(j):
        def g(t):
            return f(torch.cat([x[:j], t.reshape(1), x[j + 1 :]]))

        return grad(grad(g))(x[j])

    return torch.stack([along(j) for j in range(len(x))])
