# fails: value
# fault: small-taken-for-nothing
# says: an epsilon beside a norm
import torch


def spectral_density(matvec, probes, k):
    nodes, weights = [], []
    for probe in probes:
        basis, along, beside = [probe / probe.norm()], [], []
        for _ in range(k):
            w = matvec(basis[-1])
            along.append(basis[-1] @ w)
            for q in (*basis, *basis):
                w = w - (q @ w) * q
            beside.append(w.norm())
            basis.append(w / (w.norm() + 1e-12))
        small = torch.diag(torch.stack(along))
        if k > 1:
            off = torch.stack(beside[:-1])
            small = small + torch.diag(off, 1) + torch.diag(off, -1)
        values, vectors = torch.linalg.eigh(small)
        nodes.append(values)
        weights.append(vectors[0] ** 2)
    return torch.stack(nodes), torch.stack(weights)
