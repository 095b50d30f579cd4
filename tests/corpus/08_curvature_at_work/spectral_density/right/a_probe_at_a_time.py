# style: a loop over the probes, and a matrix for the basis
import torch


def one(matvec, probe, k):
    Q = probe.new_zeros(k, len(probe))
    T = probe.new_zeros(k, k)
    q = probe / probe.norm()
    for j in range(k):
        Q[j] = q
        w = matvec(q)
        T[j, j] = w @ q
        w = w - Q[: j + 1].T @ (Q[: j + 1] @ w)
        w = w - Q[: j + 1].T @ (Q[: j + 1] @ w)
        b = w.norm()
        if j + 1 < k:
            T[j, j + 1] = T[j + 1, j] = b
        q = w / b if b > 0 else torch.zeros_like(w)
    values, vectors = torch.linalg.eigh(T)
    return values, vectors[0].square()


def spectral_density(matvec, probes, k):
    pairs = [one(matvec, probe, k) for probe in probes]
    return torch.stack([pair[0] for pair in pairs]), torch.stack([pair[1] for pair in pairs])
