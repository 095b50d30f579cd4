# style: a general root with its rule, for Kepler's equation in particular
import torch


def residual(E, M, e):
    return E - e * torch.sin(E) - M


def slope(E, e):
    return 1 - e * torch.cos(E)


class Root(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e):
        E = M + 0.85 * e * torch.sign(torch.sin(M))
        for _ in range(8):
            E = E - residual(E, M, e) / slope(E, e)
        return E

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(output, inputs[1])
        ctx.save_for_forward(output, inputs[1])
        ctx.set_materialize_grads(True)

    @staticmethod
    def backward(ctx, g):
        E, e = ctx.saved_tensors
        u = g / slope(E, e)
        # minus the derivatives of the residual: by M they are -1, by e they are -sin E
        return u, u * torch.sin(E)

    @staticmethod
    def jvp(ctx, of_M, of_e):
        E, e = ctx.saved_tensors
        right = torch.zeros_like(E)
        if of_M is not None:
            right = right + of_M
        if of_e is not None:
            right = right + torch.sin(E) * of_e
        return right / slope(E, e)


kepler = Root.apply
