# fails: method cost
# fault: loop-over-rows
# says: vmap
import torch


def jacobian_in_chunks(f, x, chunk_size):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    rows = [torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y]
    return torch.cat([torch.stack(rows[i : i + chunk_size]) for i in range(0, len(rows), chunk_size)])
