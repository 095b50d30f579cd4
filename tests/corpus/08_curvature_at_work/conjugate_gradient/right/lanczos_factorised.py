# style: Lanczos with an LDL of its small matrix, three vectors at a time
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x = torch.zeros_like(b)
    size = b.norm()
    if size == 0 or max_steps < 1 or tol >= 1:
        return x
    q, q_before, d = b / size, torch.zeros_like(b), torch.zeros_like(b)
    beta, zeta, eta = torch.zeros_like(size), size, None
    for step in range(max_steps):
        w = matvec(q) - beta * q_before
        alpha = w @ q
        if eta is None:
            eta = alpha
        else:
            share = beta / eta
            zeta, eta = -share * zeta, alpha - share * beta
        if eta <= 0:
            return x if step else b.clone()
        d = (q - beta * d) / eta
        x = x + zeta * d
        w = w - alpha * q
        beta = w.norm()
        if beta * (zeta / eta).abs() <= tol * size or beta == 0:
            return x
        q_before, q = q, w / beta
    return x
