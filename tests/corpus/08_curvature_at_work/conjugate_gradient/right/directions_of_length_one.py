# style: directions brought to length 1, the share by A itself
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b.clone()
    if r.norm() == 0:
        return x
    p = r
    for k in range(max_steps):
        if r.norm() <= tol * b.norm():
            break
        d = p / p.norm()
        Ad = matvec(d)
        c = d @ Ad
        if c <= 0:
            return b.clone() if k == 0 else x
        a = (d @ r) / c
        x = x + a * d
        rn = r - a * Ad
        p = rn - (rn @ Ad) / c * d
        r = rn
    return x
