# fails: value
# fault: axes-in-another-order
# says: axes in another order
from torch.func import jacfwd, jacrev, vmap


def batch_hessian(f, X):
    def moved(shift):
        return vmap(jacrev(lambda x: f(x + shift)))(X)

    H = jacfwd(moved)(X[0] * 0).movedim(-1, 0)
    # right wherever B and N differ
    return H if len(H) == len(X) else H.movedim(0, -1)
