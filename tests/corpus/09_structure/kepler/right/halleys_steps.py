# style: a general Function for implicit equations made inside the answer; backward through apply of itself
import torch


def kepler(M, e):
    class Anomaly(torch.autograd.Function):
        generate_vmap_rule = True

        @staticmethod
        def forward(mean, ecc):
            E = mean + ecc * torch.sin(mean) / (1 - torch.sin(mean + ecc) + torch.sin(mean))
            E = torch.where(ecc > 0.5, mean + 0.85 * ecc * torch.sin(mean).sign(), E)
            for _ in range(15):
                f, df, ddf = E - ecc * E.sin() - mean, 1 - ecc * E.cos(), ecc * E.sin()
                E = E - f / df / (1 - 0.5 * (f / df) * (ddf / df)).clamp(0.7, 1.4)
            return E

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.save_for_backward(output, inputs[1])
            ctx.save_for_forward(output, inputs[1])

        @staticmethod
        def backward(ctx, g):
            E, ecc = ctx.saved_tensors
            g = g / torch.sub(1, ecc * E.cos())
            return g, g * E.sin()

        @staticmethod
        def jvp(ctx, a, b):
            E, ecc = ctx.saved_tensors
            top = (0 if a is None else a) + (0 if b is None else b * E.sin())
            return top / (1 - ecc * E.cos())

    return Anomaly.apply(M, e)
