# style: the answer is an nn.Module
import torch


class M(torch.nn.Module):
    def forward(self, f, x, v):
        z = x.detach().clone().requires_grad_(True)
        (out,) = torch.autograd.grad([f(z)], [z], [v], create_graph=False)
        return out


vjp_once = M()
