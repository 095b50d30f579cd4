# style: a start with sines and cosines handed to the rule, which gives no slope back for it
import torch


class Orbit(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e, start):
        E = start.clone()
        for _ in range(60):
            E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
        return E

    @staticmethod
    def setup_context(ctx, inputs, output):
        _, e, _ = inputs
        ctx.save_for_backward(e, output)
        ctx.save_for_forward(e, output)

    @staticmethod
    def backward(ctx, g):
        e, E = ctx.saved_tensors
        share = g / (1 - e * torch.cos(E))
        return share, share * torch.sin(E), None

    @staticmethod
    def jvp(ctx, dM, de, _):
        e, E = ctx.saved_tensors
        return (dM + de * torch.sin(E)) / (1 - e * torch.cos(E))


def kepler(M, e):
    start = M + e * torch.sin(M) * (1 + e * torch.cos(M))
    return Orbit.apply(M, e, start)
