# style: a new-style Function with a rule of its own
import torch


class F(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return torch.where(x.sum() > 0, x.sin(), x.cos())

    @staticmethod
    def setup_context(ctx, i, o):
        ctx.save_for_backward(*i)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * torch.where(x.sum() > 0, x.cos(), -x.sin())


branchless = F.apply
