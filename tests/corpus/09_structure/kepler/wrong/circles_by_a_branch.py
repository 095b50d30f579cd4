# fails: value
# fault: wrong-for-circles
# says: e = 0
import torch
class Kepler(torch.autograd.Function):
    generate_vmap_rule = True
    @staticmethod
    def forward(M, e):
        E = M + 0.85 * e * torch.sign(torch.sin(M))
        for _ in range(12):
            E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
        return torch.where(e == 0, torch.zeros_like(E), E)
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[1], output)
        ctx.save_for_forward(inputs[1], output)
    @staticmethod
    def backward(ctx, g):
        e, E = ctx.saved_tensors
        d = 1 - e * torch.cos(E)
        return g / d, g * torch.sin(E) / d
    @staticmethod
    def jvp(ctx, dM, de):
        e, E = ctx.saved_tensors
        return (dM + torch.sin(E) * de) / (1 - e * torch.cos(E))
def kepler(M, e): return Kepler.apply(M, e)
