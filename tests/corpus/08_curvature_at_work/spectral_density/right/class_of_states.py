# style: a class a probe, and a generator of its coefficients
import torch


class Lanczos:
    def __init__(self, matvec, probe):
        self.matvec, self.basis = matvec, [probe / probe.norm()]

    def __iter__(self):
        while True:
            w = self.matvec(self.basis[-1])
            along = torch.dot(w, self.basis[-1])
            for q in self.basis * 2:
                w = w - torch.dot(q, w) * q
            size = w.norm()
            self.basis.append(w / size if size > 0 else w)
            yield along, size


def spectral_density(matvec, probes, k):
    found = []
    for probe in probes:
        pairs = [pair for _, pair in zip(range(k), Lanczos(matvec, probe))]
        a = torch.stack([pair[0] for pair in pairs])
        b = torch.stack([pair[1] for pair in pairs])[:-1]
        found.append(torch.linalg.eigh(a.diag() + b.diag(1) + b.diag(-1)))
    return torch.stack([values for values, _ in found]), torch.stack([vectors[0] ** 2 for _, vectors in found])
