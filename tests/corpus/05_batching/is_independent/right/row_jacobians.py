# style: one output row's Jacobian at a time
import torch


def is_independent(f, X):
    def blocks():
        for b in range(len(X)):
            J = torch.func.jacrev(lambda Z: f(Z)[b])(X)
            yield J[:, torch.arange(len(X)) != b].abs().max()

    return all(block < 1e-6 for block in blocks())
