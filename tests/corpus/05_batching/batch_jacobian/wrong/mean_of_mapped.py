# fails: value
# fault: mean-for-sum
# says: b times too small
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    return jacrev(lambda Z: vmap(f)(Z).mean(0))(X).movedim(0, 1)
