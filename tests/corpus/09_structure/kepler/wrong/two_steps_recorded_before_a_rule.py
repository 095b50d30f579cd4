# fails: method
# fault: last-steps-recorded
# says: some steps of the iteration
import torch


class Show(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(E):
        return E.clone()

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass

    @staticmethod
    def backward(ctx, g):
        return g

    @staticmethod
    def jvp(ctx, t):
        return t.clone()


def kepler(M, e):
    with torch.no_grad():
        E = M.detach() + 0.85 * e.detach() * torch.sign(torch.sin(M.detach()))
        for _ in range(50):
            E = E - (E - e.detach() * torch.sin(E) - M.detach()) / (1 - e.detach() * torch.cos(E))
    E = E.detach()
    for _ in range(2):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return Show.apply(E)
