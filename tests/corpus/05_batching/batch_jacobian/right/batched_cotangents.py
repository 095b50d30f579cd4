# style: is_grads_batched over one mapped forward
import torch


def batch_jacobian(f, X):
    leaf = X.detach().requires_grad_()
    Y = torch.func.vmap(f)(leaf)
    B, M = Y.shape
    units = torch.eye(M, dtype=Y.dtype, device=Y.device)[:, None, :].expand(M, B, M)
    (rows,) = torch.autograd.grad(Y, leaf, units, is_grads_batched=True)
    return rows.transpose(0, 1)
