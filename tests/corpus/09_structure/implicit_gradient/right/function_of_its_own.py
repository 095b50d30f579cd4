# style: an autograd.Function whose backward is the theorem
import torch
from torch.func import jacrev


def implicit_gradient(F, loss, z, theta):
    class Solution(torch.autograd.Function):
        @staticmethod
        def forward(ctx, theta):
            ctx.save_for_backward(theta)
            return z.clone()

        @staticmethod
        def backward(ctx, g):
            (theta,) = ctx.saved_tensors
            u = torch.linalg.solve(jacrev(F)(z, theta).T, g)
            with torch.enable_grad():
                t = theta.detach().requires_grad_()
                out = F(z, t)
                if not out.requires_grad:
                    return torch.zeros_like(t)
                return torch.autograd.grad(out, t, -u)[0]

    t = theta.clone().requires_grad_()
    (g,) = torch.autograd.grad(loss(Solution.apply(t)), t)
    return g
