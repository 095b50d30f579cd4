# fails: value
# fault: values-right-slopes-wrong
# says: slopes are not
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
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(output, inputs[1])
        ctx.save_for_forward(output, inputs[1])

    @staticmethod
    def backward(ctx, g):
        E, e = ctx.saved_tensors
        d = 1 - e * torch.cos(E)
        return g * torch.sin(E) / d, g / d

    @staticmethod
    def jvp(ctx, of_M, of_e):
        E, e = ctx.saved_tensors
        d = 1 - e * torch.cos(E)
        a = 0 if of_M is None else of_M * torch.sin(E) / d
        b = 0 if of_e is None else of_e / d
        return a + b


def kepler(M, e):
    return Kepler.apply(M, e)
