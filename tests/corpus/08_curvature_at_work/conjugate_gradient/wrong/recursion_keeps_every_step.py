# fails: cost
# fault: steps-kept
# says: calls itself
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    limit = tol * b.norm()

    def go_on(x, r, p, left):
        if left == 0 or r.norm() <= limit:
            return x
        Ap = matvec(p)
        if torch.dot(p, Ap) <= 0:
            return b + 0 if left == max_steps else x
        a = torch.dot(r, r) / torch.dot(p, Ap)
        rest = r - a * Ap
        return go_on(x + a * p, rest, rest + torch.dot(rest, rest) / torch.dot(r, r) * p, left - 1)

    return go_on(torch.zeros_like(b), b, b, max_steps)
