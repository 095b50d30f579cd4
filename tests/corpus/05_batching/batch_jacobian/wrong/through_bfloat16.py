# fails: value
# fault: rounded-to-sixteen-bits
# says: three digits
import torch
from torch.func import jacrev, vmap
def batch_jacobian(f, X):
    return vmap(jacrev(f))(X).bfloat16().to(X.dtype)
