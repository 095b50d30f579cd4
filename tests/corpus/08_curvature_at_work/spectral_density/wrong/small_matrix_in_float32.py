# fails: value
# fault: nearly-right
# says: near the right ones
import torch


def spectral_density(matvec, probes, k):
    nodes, weights = [], []
    for probe in probes:
        basis, along, beside = [probe / probe.norm()], [], []
        for _ in range(k):
            w = matvec(basis[-1])
            along.append((basis[-1] @ w).item())
            for q in (*basis, *basis):
                w = w - (q @ w) * q
            left = w.norm()
            there = bool(left > 1e-10 * abs(along[0]))
            beside.append(left.item() if there else 0.0)
            basis.append(w / left if there else torch.zeros_like(w))
        off = torch.tensor(beside[:-1])
        small = torch.diag(torch.tensor(along)) + torch.diag(off, 1) + torch.diag(off, -1)
        values, vectors = torch.linalg.eigh(small)
        nodes.append(values.to(probes.dtype))
        weights.append((vectors[0] ** 2).to(probes.dtype))
    return torch.stack(nodes), torch.stack(weights)
