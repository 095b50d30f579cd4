# fails: method
# fault: samples-taken-apart
# says: by a loop or by vmap
import torch


def batch_jacobian_by_sum(f, X):
    trick = lambda Z: torch.func.jacrev(lambda W: f(W).sum(0))(Z).movedim(0, 1)
    half = (len(X) + 1) // 2
    return trick(X) if len(X) < 2 else torch.cat([trick(X[:half]), trick(X[half:])])
