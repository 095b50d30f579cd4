# fails: cost
# fault: chunks-kept-alive
# says: graph
import torch


def jacobian_in_chunks(f, x, chunk_size):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    rows = torch.vmap(lambda v: torch.autograd.grad(y, leaf, v, create_graph=True)[0])
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.cat([rows(units[i : i + chunk_size]) for i in range(0, len(y), chunk_size)]).detach()
