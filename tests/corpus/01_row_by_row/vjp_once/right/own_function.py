# style: an autograd.Function of its own at the input, which keeps what comes back
import torch


class Tap(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, bucket):
        ctx.bucket = bucket
        return x.clone()

    @staticmethod
    def backward(ctx, cotangent):
        ctx.bucket["row"] = cotangent.clone()
        return cotangent, None


def vjp_once(f, x, v):
    bucket = {}
    leaf = x.detach().clone().requires_grad_()
    torch.autograd.backward(f(Tap.apply(leaf, bucket)), v)
    return bucket["row"]
