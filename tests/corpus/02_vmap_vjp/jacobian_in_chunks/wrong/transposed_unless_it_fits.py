# fails: value
# fault: transposed
# says: transpose
import torch


def jacobian_in_chunks(f, x, chunk_size):
    y, p = torch.func.vjp(f, x)
    J = torch.cat([torch.vmap(p)(u)[0] for u in torch.eye(len(y), dtype=y.dtype).split(chunk_size)]).T
    return J if J.shape == (len(y), len(x)) else J.T
