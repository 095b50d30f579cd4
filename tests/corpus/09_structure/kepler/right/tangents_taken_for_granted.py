# style: torch fills in tangents of zeros by itself
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
        ctx.save_for_backward(output, inputs[1])
        ctx.save_for_forward(output, inputs[1])

    @staticmethod
    def backward(ctx, g):
        E, e = ctx.saved_tensors
        d = 1 - e * torch.cos(E)
        return g / d, g * torch.sin(E) / d

    @staticmethod
    def jvp(ctx, of_M, of_e):
        E, e = ctx.saved_tensors
        a = of_M
        b = of_e * torch.sin(E)
        return (a + b) / (1 - e * torch.cos(E))


def kepler(M, e):
    return Kepler.apply(M, e)
