# fails: cost
# fault: product-for-nothing
# says: one product
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b
    p, rr = r, r @ r
    for k in range(max_steps):
        if rr.sqrt() < tol * b.norm():  # where b = 0, both are 0
            break
        q = matvec(p)
        bend = p @ q
        if bend <= 0:
            return x if k else b
        x, r = x + rr / bend * p, r - rr / bend * q
        p, rr = r + r @ r / rr * p, r @ r
    return x
