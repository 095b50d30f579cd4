# style: Lanczos in deques, cut short where nothing is left
from collections import deque
import torch


def spectral_density(matvec, probes, k):
    def one(p):
        q, basis, a, b = p / p.norm(), [], deque(), deque()
        for step in range(k):
            basis.append(q)
            w = matvec(q)
            a.append(q @ w)
            Q = torch.stack(basis)
            for _ in range(2):
                w = w - Q.T @ (Q @ w)
            size = w.norm()
            if step + 1 == k or size <= 1e-10 * max(1.0, a[-1].abs()):
                break
            b.append(size)
            q = w / size
        T = torch.diag(torch.stack(tuple(a)))
        if b:
            off = torch.stack(tuple(b))
            T = T + torch.diag(off, 1) + torch.diag(off, -1)
        values, vectors = torch.linalg.eigh(T)
        missing = k - len(a)
        return (
            torch.cat([values, values[-1:].expand(missing)]),
            torch.cat([vectors[0].square(), values.new_zeros(missing)]),
        )

    nodes, weights = zip(*map(one, probes.unbind()))
    return torch.stack(nodes), torch.stack(weights)
