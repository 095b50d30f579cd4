# fails: value
# fault: wrong-type
# says: other than
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return jacfwd(jacrev(f))(x), jacrev(jacrev(f))(x), jacfwd(jacfwd(f))(x), jacrev(jacfwd(f))(x)
