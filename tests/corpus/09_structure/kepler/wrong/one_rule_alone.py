# fails: value
# fault: jvp-rule-missing
# says: forward mode found no rule
# Neither forward mode nor vmap has a rule, and the card is about the error that it shows.
import torch


def kepler(M, e):
    class Kepler(torch.autograd.Function):
        @staticmethod
        def forward(M, e):
            E = M + 0.85 * e * torch.sign(torch.sin(M))
            for _ in range(12):
                E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
            return E

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.save_for_backward(output, inputs[1])

        @staticmethod
        def backward(ctx, pulled):
            E, e = ctx.saved_tensors
            slope = pulled / (1 - e * torch.cos(E))
            return slope, slope * torch.sin(E)

    return Kepler.apply(M, e)
