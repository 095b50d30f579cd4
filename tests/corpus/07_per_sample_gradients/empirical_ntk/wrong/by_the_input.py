# fails: value
# fault: by-the-input
# says: by x
import torch
from torch.func import jacrev, vmap


def empirical_ntk(model, X1, X2):
    g = lambda X: vmap(jacrev(lambda x: model(x[None])[0]))(X)
    return torch.einsum("ikp,jlp->ijkl", g(X1), g(X2))
