# fails: method
# fault: forbidden-tool
# says: is_grads_batched
import torch


def jacobian_in_chunks(f, x, chunk_size):
    leaf = torch.vmap(torch.clone)(x).requires_grad_()
    y = f(leaf)
    parts = torch.eye(len(y), dtype=y.dtype, device=y.device).split(chunk_size)
    return torch.cat(
        [torch.autograd.grad(y, leaf, part, retain_graph=True, is_grads_batched=True)[0] for part in parts]
    )
