# fails: value
# fault: randomness-not-said
# says: randomness
import torch


def itemless(x):
    noise = 1e-12 * torch.randn(x.shape, dtype=x.dtype)
    return (x + noise) / (x + noise).norm()
