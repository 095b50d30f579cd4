# style: T from the basis and its images, symmetrised
import torch


def spectral_density(matvec, probes, k):
    nodes, weights = [], []
    for probe in probes:
        basis, images = [probe / len(probe) ** 0.5], []
        while True:
            images.append(matvec(basis[-1]))
            if len(basis) == k:
                break
            rest = images[-1]
            for _ in range(2):
                for q in basis:
                    rest = rest - (q @ rest) * q
            size = rest.norm()
            basis.append(rest / size if size > 1e-14 * images[-1].norm() else torch.zeros_like(rest))
        Q = torch.stack(basis)
        small = Q @ torch.stack(images).T
        values, vectors = torch.linalg.eigh((small + small.T) / 2)
        nodes.append(values)
        weights.append(vectors[0] ** 2)
    return torch.stack(nodes), torch.stack(weights)
