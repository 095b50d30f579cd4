# style: conjugate gradients with the damping as a preconditioner, vjp kept, a vjp of a vjp for the samples
import torch
from torch.func import grad, vjp


def pcg(A, M, b, rtol, most):
    x = b.new_zeros(b.shape)
    r = b
    z = M(r)
    p = z
    rz = torch.vdot(r, z)
    while most > 0 and torch.linalg.vector_norm(r) > rtol * torch.linalg.vector_norm(b):
        Ap = A(p)
        a = rz / torch.vdot(p, Ap)
        x = torch.addcmul(x, p, a)
        r = torch.addcmul(r, Ap, -a)
        z = M(r)
        rz, old = torch.vdot(r, z), rz
        p = z + rz / old * p
        most -= 1
    return x


def influence(losses, test_loss, theta, damping):
    _, back = vjp(grad(lambda w: losses(w).sum()), theta)
    s = pcg(
        lambda v: back(v)[0] + damping * v,
        lambda r: r / damping,
        grad(test_loss)(theta),
        rtol=torch.finfo(theta.dtype).eps ** 0.7,
        most=2 * theta.numel(),
    )
    value, pull = vjp(losses, theta)
    (rows,) = vjp(lambda c: pull(c)[0], torch.zeros_like(value))[1](-s)
    return rows
