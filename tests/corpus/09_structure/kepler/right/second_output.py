# style: sine and cosine are outputs too, saved and not handed on
import torch


def kepler(M, e):
    return Orbit.apply(M, e)


class Orbit(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e):
        E = M + e * M.sin().sign() * 0.85
        for _ in range(9):
            s, c = e * E.sin(), e * E.cos()
            delta = (E - s - M) / (1 - c)
            E = E - delta / (1 - delta * s / (2 - 2 * c))
        return E

    @staticmethod
    def setup_context(ctx, inputs, output):
        _, e = inputs
        ctx.save_for_backward(output, e)
        ctx.save_for_forward(output, e)

    @staticmethod
    def backward(ctx, cotangent):
        E, e = ctx.saved_tensors
        by_M = cotangent * (1 - e * E.cos()) ** -1
        return by_M, by_M * E.sin()

    @staticmethod
    def jvp(ctx, *tangents):
        E, e = ctx.saved_tensors
        weights = torch.ones_like(E), E.sin()
        moved = sum(w * t for w, t in zip(weights, tangents) if t is not None)
        return moved / (1 - e * E.cos())
