# style: gradients switched off for everything but the one line that needs them
import torch


@torch.no_grad()
def vjp_once(f, x, v):
    leaf = x.clone()
    with torch.enable_grad():
        y = f(leaf.requires_grad_())
    g = torch.autograd.grad(y, leaf, v, allow_unused=False)
    return g[0]
