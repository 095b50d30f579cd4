# fails: value
# fault: mean-for-sum
# says: b times too small
from torch.func import jacrev, vmap


def batch_hessian(f, X):
    return jacrev(lambda Z: vmap(jacrev(f))(Z).mean(0))(X).permute(2, 0, 1, 3)
