# fails: cost
# fault: more-memory-than-needed
# says: peak
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    many = H.unsqueeze(0).expand(16, *H.shape).clone()
    return many[0].clone()
