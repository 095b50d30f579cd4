# style: a leaf that requires grad goes in, and its graph comes out
# remark: graph-for-nothing
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    leaf = x.clone().requires_grad_()
    return jacfwd(jacrev(f))(leaf)
