# fails: value
# fault: old-function
# says: setup_context
import torch


class Sums(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x * x).cumsum(0)

    @staticmethod
    def backward(ctx, cotangent):
        (x,) = ctx.saved_tensors
        return 2 * x * cotangent.flip(0).cumsum(0).flip(0)


def out_of_place(x):
    return Sums.apply(x)
