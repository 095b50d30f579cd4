# style: a class, moves by its own generator
import torch


class Test:
    def __init__(self, f, X, seed=3):
        self.f, self.X = f, X
        self.noise = torch.randn(X.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        self.Y = f(X)

    def moves_others(self, b):
        mask = torch.zeros(len(self.X), 1, dtype=self.X.dtype, device=self.X.device)
        mask[b] = 1
        gap = (self.f(self.X + mask * self.noise.to(self.X)) - self.Y) * (1 - mask)
        return gap.abs().max() > 1e-6

    def __bool__(self):
        return not any(self.moves_others(b) for b in range(len(self.X)))


def is_independent(f, X):
    return bool(Test(f, X))
