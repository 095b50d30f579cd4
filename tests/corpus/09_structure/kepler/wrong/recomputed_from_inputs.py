# fails: value
# fault: curvature-cut-off
# says: gradgradcheck
import torch


def solve(M, e):
    E = M + 0.85 * e * torch.sign(torch.sin(M))
    for _ in range(10):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return E


class Kepler(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e):
        return solve(M, e)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)
        ctx.save_for_forward(*inputs)

    @staticmethod
    def backward(ctx, g):
        M, e = ctx.saved_tensors
        with torch.no_grad():
            E = solve(M, e)
        d = 1 - e * torch.cos(E)
        return g / d, g * torch.sin(E) / d

    @staticmethod
    def jvp(ctx, of_M, of_e):
        M, e = ctx.saved_tensors
        E = solve(M, e)
        a = 0 if of_M is None else of_M
        b = 0 if of_e is None else of_e * torch.sin(E)
        return (a + b) / (1 - e * torch.cos(E))


def kepler(M, e):
    return Kepler.apply(M, e)
