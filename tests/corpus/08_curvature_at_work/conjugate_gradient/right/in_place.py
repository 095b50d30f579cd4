# style: writes into buffers of its own
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x = torch.zeros_like(b)
    r, p = b.detach().clone(), b.detach().clone()
    rr = torch.dot(r, r)
    limit = (tol * torch.linalg.vector_norm(b)) ** 2
    k = 0
    while k < max_steps and rr > limit:
        Ap = matvec(p)
        curvature = torch.dot(p, Ap)
        if not curvature > 0:
            if k == 0:
                x.copy_(b)
            break
        alpha = rr / curvature
        x.add_(alpha * p)
        r.sub_(alpha * Ap)
        new = torch.dot(r, r)
        p.mul_(new / rr).add_(r)
        rr = new
        k += 1
    return x
