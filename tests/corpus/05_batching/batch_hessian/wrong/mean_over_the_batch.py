# fails: value
# fault: one-result-for-all
# says: the same numbers
import torch
from torch.func import vmap, hessian
def batch_hessian(f, X):
    return vmap(hessian(f))(X).mean(0, keepdim=True).expand(len(X), -1, -1, -1)
