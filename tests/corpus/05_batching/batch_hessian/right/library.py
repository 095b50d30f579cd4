# style: hessian, mapped
from torch.func import hessian, vmap


def batch_hessian(f, X):
    return vmap(hessian(f), in_dims=(0,))(X)
