# fails: value
# fault: setup-context-forgotten
# says: no `setup_context`
import torch


class Kepler(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e):
        E = M + 0.85 * e * torch.sign(torch.sin(M))
        for _ in range(10):
            E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
        return E

    @staticmethod
    def backward(ctx, g):
        return g, g


def kepler(M, e):
    return Kepler.apply(M, e)
