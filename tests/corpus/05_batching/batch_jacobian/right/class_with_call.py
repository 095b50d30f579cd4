# style: a class that is called
import torch


class PerSample:
    def __init__(self, f, transform=torch.func.jacrev):
        self.transform = transform
        self.f = f

    def __call__(self, X):
        mapped = torch.func.vmap(self.transform(self.f))
        return mapped(X)


def batch_jacobian(f, X):
    return PerSample(f)(X)
