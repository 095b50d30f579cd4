# fails: method
# fault: no-rule-of-its-own
# says: function
import torch


class K(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e):
        return unrolled(M, e)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(output, inputs[1])
        ctx.save_for_forward(output, inputs[1])

    @staticmethod
    def backward(ctx, g):
        E, e = ctx.saved_tensors
        q = g / (1 - e * E.cos())
        return q, q * E.sin()

    @staticmethod
    def jvp(ctx, dM, de):
        E, e = ctx.saved_tensors
        return ((0 if dM is None else dM) + (0 if de is None else de * E.sin())) / (1 - e * E.cos())


def unrolled(M, e):
    E = M + 0.85 * e * torch.sign(torch.sin(M))
    for _ in range(12):
        E = E - (E - e * E.sin() - M) / (1 - e * E.cos())
    return E


def kepler(M, e):
    return K.apply(M, e) if M.numel() > 100 else unrolled(M, e)
