# style: a helper for one row that knows nothing of M, called with a callback
import torch


def linearize_backwards(f, x):
    """Return f(x) and a function that pulls cotangents back."""
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)

    def pull(cotangent, *, keep=True):
        return torch.autograd.grad(y, leaf, cotangent, retain_graph=keep, create_graph=False)[0]

    return y.detach(), pull


def jacobian_by_rows(f, x):
    y, pull = linearize_backwards(f, x)
    eye = torch.diag_embed(torch.ones_like(y))
    return torch.stack([pull(eye[i]) for i in range(len(eye))])
