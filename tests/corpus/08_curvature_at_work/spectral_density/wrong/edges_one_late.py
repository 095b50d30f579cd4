# fails: value
# fault: moments-wrong
# says: do not go together
import torch


def spectral_density(matvec, probes, k):
    nodes, weights = [], []
    for probe in probes:
        Q = [probe / probe.norm()]
        alpha, beta = [], []
        for j in range(k):
            w = matvec(Q[-1])
            alpha.append(w @ Q[-1])
            for q in Q + Q:
                w = w - (q @ w) * q
            n = w.norm()
            beta.append(n)
            Q.append(w / n if n > 0 else w)
        a = torch.stack(alpha)
        b = torch.stack(beta)[1:]
        T = torch.diag(a) + torch.diag(b, 1) + torch.diag(b, -1)
        lam, U = torch.linalg.eigh(T)
        nodes.append(lam)
        weights.append(U[0] ** 2)
    return torch.stack(nodes), torch.stack(weights)
