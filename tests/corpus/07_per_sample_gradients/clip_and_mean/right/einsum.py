# style: squares a parameter at a time, einsum for the mean
import torch


def clip_and_mean(grads, max_norm):
    B = len(next(iter(grads.values())))
    squares = sum((g * g).reshape(B, -1).sum(1) for g in grads.values())
    share = torch.minimum(torch.ones_like(squares), max_norm / squares.sqrt())
    return {k: torch.einsum("b,b...->...", share, g) / B for k, g in grads.items()}
