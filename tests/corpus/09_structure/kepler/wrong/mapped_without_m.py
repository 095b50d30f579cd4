# fails: value
# fault: wrong-under-vmap
# says: under `vmap` it is not
import torch


class Kepler(torch.autograd.Function):
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
        return g / d, g * torch.sin(E) / d

    @staticmethod
    def jvp(ctx, of_M, of_e):
        E, e = ctx.saved_tensors
        a = 0 if of_M is None else of_M
        b = 0 if of_e is None else of_e * torch.sin(E)
        return (a + b) / (1 - e * torch.cos(E))

    @staticmethod
    def vmap(info, in_dims, M, e):
        if in_dims[0] is None:
            M = e.movedim(in_dims[1], 0) * 0 + M.sum()
        elif in_dims[1] is None:
            e = e.expand(info.batch_size, *e.shape)
        return Kepler.apply(M, e), 0


def kepler(M, e):
    return Kepler.apply(M, e)
