# style: recursion over outputs
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().requires_grad_()
    totals = f(leaf).sum(0).unbind()

    def rows(left):
        if not left:
            return []
        first, *rest = left
        return [torch.autograd.grad(first, leaf, retain_graph=bool(rest))[0], *rows(rest)]

    return torch.stack(rows(totals), 1)
