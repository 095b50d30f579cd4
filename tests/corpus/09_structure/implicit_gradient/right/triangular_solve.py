# style: a row at a time by torch.autograd.grad, solved by a QR decomposition of the transpose
import torch


def implicit_gradient(F, loss, z, theta):
    w = z.detach().clone().requires_grad_(True)
    out = F(w, theta)
    rows = []
    for i in range(out.numel()):
        g, = torch.autograd.grad(out[i], w, retain_graph=True)
        rows.append(g)
    J = torch.vstack(rows)
    leaf = z.detach().clone().requires_grad_(True)
    slope, = torch.autograd.grad(loss(leaf), leaf)
    Q, R = torch.linalg.qr(J.mT)
    u = torch.linalg.solve_triangular(R, (Q.mT @ slope)[:, None], upper=True)[:, 0]
    t = theta.detach().clone().requires_grad_(True)
    res = F(z, t)
    if res.grad_fn is None:
        return torch.zeros_like(theta)
    back, = torch.autograd.grad(res, t, grad_outputs=u, allow_unused=True)
    return torch.zeros_like(theta) if back is None else -back
