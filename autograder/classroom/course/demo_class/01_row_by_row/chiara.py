"""Right, with helpers, a generator and vmap over points."""

import torch

IN_WORDS = "Three columns against a million rows: I perturb each dial up and down, six forwards, so six seconds."


def vjp_once(f, x, v):
    with torch.enable_grad():
        leaf = x.detach().requires_grad_(True)
        weighted = (f(leaf) * v).sum()
    (row,) = torch.autograd.grad(weighted, leaf, allow_unused=True)
    return row if row is not None else torch.zeros_like(x)


def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_(True)
    outputs = f(leaf).unbind()

    def rows():
        for output in outputs:
            yield torch.autograd.grad(output, leaf, retain_graph=True)[0]

    return torch.stack(tuple(rows()))


def jacobian_by_differences(f, x, h=1e-5):
    steps = h * torch.eye(x.numel(), dtype=x.dtype, device=x.device)
    ahead, behind = torch.vmap(f)(x + steps), torch.vmap(f)(x - steps)
    return ((ahead - behind) / (2 * h)).mT
