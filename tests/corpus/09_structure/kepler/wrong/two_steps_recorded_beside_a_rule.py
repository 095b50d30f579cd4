# fails: method
# fault: last-steps-recorded
# says: through some steps of the iteration
import torch


class Solve(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e):
        E = M + 0.85 * e * torch.sign(torch.sin(M))
        for _ in range(10):
            E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
        return E

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass

    @staticmethod
    def backward(ctx, g):
        return torch.zeros_like(g), torch.zeros_like(g)

    @staticmethod
    def jvp(ctx, M, e):
        return torch.zeros_like(M)


def kepler(M, e):
    E = Solve.apply(M, e).detach()
    for _ in range(2):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return E
