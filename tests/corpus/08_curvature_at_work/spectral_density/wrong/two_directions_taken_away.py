# fails: value
# fault: ghosts
# says: more than once
import torch


def spectral_density(matvec, probes, k):
    nodes, weights = [], []
    for probe in probes:
        q, before, b = probe / probe.norm(), torch.zeros_like(probe), 0.0
        alpha, beta = [], []
        for j in range(k):
            w = matvec(q) - b * before
            a = w @ q
            w = w - a * q
            w = w - (w @ q) * q - (w @ before) * before
            alpha.append(a)
            b = w.norm()
            beta.append(b)
            before, q = q, (w / b if b > 0 else w)
        T = torch.diag(torch.stack(alpha))
        if k > 1:
            e = torch.stack(beta[:-1])
            T = T + torch.diag(e, 1) + torch.diag(e, -1)
        lam, U = torch.linalg.eigh(T)
        nodes.append(lam)
        weights.append(U[0] ** 2)
    return torch.stack(nodes), torch.stack(weights)
