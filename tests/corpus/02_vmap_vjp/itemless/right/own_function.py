# style: a new-style Function with a rule of its own
import torch


class Unit(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        norm = x.norm()
        return x / norm, norm

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*output)
        ctx.mark_non_differentiable(output[1])

    @staticmethod
    def backward(ctx, cotangent, _):
        u, norm = ctx.saved_tensors
        return (cotangent - u * (u * cotangent).sum()) / norm


def itemless(x):
    return Unit.apply(x)[0]
