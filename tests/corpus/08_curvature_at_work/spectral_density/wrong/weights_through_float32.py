# fails: value
# fault: dtype-hard-coded
# says: .float()
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
        off = torch.tensor(beside[:-1], dtype=probes.dtype, device=probes.device)
        small = torch.diag(torch.tensor(along, dtype=probes.dtype, device=probes.device)) + torch.diag(off, 1) + torch.diag(off, -1)
        values, vectors = torch.linalg.eigh(small)
        nodes.append(values)
        weights.append(vectors[0].square().float().to(probes.dtype))
    return torch.stack(nodes), torch.stack(weights)
