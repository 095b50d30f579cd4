# style: one mapped forward, unit cotangents spread over the batch for autograd.grad
import torch
def batch_jacobian(f, X):
    leaf = X.clone().requires_grad_()
    Y = torch.vmap(f)(leaf)
    B, M = Y.shape
    E = torch.eye(M, dtype=Y.dtype, device=Y.device)[:, None, :].expand(M, B, M)
    return torch.autograd.grad(Y, leaf, E, is_grads_batched=True)[0].transpose(0, 1)
