# style: M turned back by atan2 before the rule, and the turns added behind it
import torch


class Anomaly(torch.autograd.Function):
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
    wrapped = torch.atan2(torch.sin(M), torch.cos(M))
    return Anomaly.apply(wrapped, e, wrapped) + (M - wrapped)
