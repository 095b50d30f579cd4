# fails: value
# fault: small-taken-for-nothing
# says: until numbers are small
import torch


def spectral_density(matvec, probes, k):
    nodes, weights = [], []
    for z in probes:
        q = z / z.norm()
        Q, a, b = [q], [], []
        for j in range(k):
            w = matvec(Q[-1])
            a.append(w @ Q[-1])
            for _ in range(2):
                for q in Q:
                    w = w - (q @ w) * q
            b.append(w.norm())
            if b[-1] < 1e-5:
                b[-1] = torch.zeros_like(b[-1])
                Q.append(torch.zeros_like(w))
            else:
                Q.append(w / b[-1])
        T = torch.diag(torch.stack(a))
        if k > 1:
            e = torch.stack(b[:-1])
            T = T + torch.diag(e, 1) + torch.diag(e, -1)
        t, V = torch.linalg.eigh(T)
        nodes.append(t)
        weights.append(V[0] ** 2)
    return torch.stack(nodes), torch.stack(weights)
