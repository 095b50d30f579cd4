# style: jacrev told to use one chunk, as wide as all rows
import torch


def cheapest_jacobian(f, x):
    m, n = torch.numel(f(x)), torch.numel(x)
    if n < m:
        return torch.func.jacfwd(f, randomness="same")(x)
    return torch.func.jacrev(f, chunk_size=m)(x)
