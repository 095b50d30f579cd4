# fails: value
# fault: graph-freed
# says: second
import torch


def jacobian_in_chunks(f, x, chunk_size):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    parts = torch.eye(len(y), dtype=y.dtype).split(chunk_size)
    return torch.cat([torch.vmap(lambda v: torch.autograd.grad(y, leaf, v)[0])(part) for part in parts])
