# fails: value
# fault: ghosts
# says: more than once
# Two mistakes, told one at a time. Nothing is done where no direction is left, either.
import torch


def spectral_density(matvec, probes, k):
    nodes, weights = [], []
    for probe in probes:
        q, before, length = probe / probe.norm(), torch.zeros_like(probe), 0.0
        T = probe.new_zeros(k, k)
        for step in range(k):
            w = matvec(q) - length * before
            T[step, step] = w @ q
            w = w - T[step, step] * q
            length = w.norm()
            if step + 1 < k:
                T[step, step + 1] = T[step + 1, step] = length
            before, q = q, w / length
        values, vectors = torch.linalg.eigh(T)
        nodes.append(values)
        weights.append(vectors[0] ** 2)
    return torch.stack(nodes), torch.stack(weights)
