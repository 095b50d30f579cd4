# fails: method
# fault: forbidden-tool
# says: torch.func.jacfwd
from torch.func import jacfwd, vmap


def jacobian_by_vmap(f, x):
    return vmap(jacfwd(f))(x.unsqueeze(0)).squeeze(0)
