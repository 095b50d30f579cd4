# fails: value
# fault: first-output-repeated
# says: first one
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    return H if H.dim() == 2 else torch.stack([H[0] for _ in H])
