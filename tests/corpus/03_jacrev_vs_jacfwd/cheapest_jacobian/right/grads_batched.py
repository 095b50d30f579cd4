# style: is_grads_batched for rows, vmap over a jvp for columns
import torch


def cheapest_jacobian(f, x):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    if y.numel() < x.numel():
        eye = torch.eye(y.numel(), dtype=y.dtype, device=y.device)
        return torch.autograd.grad(y, leaf, eye, is_grads_batched=True)[0]
    eye = torch.eye(x.numel(), dtype=x.dtype, device=x.device)
    return torch.vmap(lambda t: torch.func.jvp(f, (x,), (t,))[1], out_dims=1)(eye)
