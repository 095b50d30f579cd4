# fails: cost
# fault: square-kept
# says: eye
import torch
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x):
    eye = torch.eye(len(x), dtype=x.dtype, device=x.device)
    return vmap(lambda e: jvp(grad(f), (x,), (e,))[1] @ e, chunk_size=4)(eye)
