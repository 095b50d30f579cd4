# fails: value
# fault: norm-squared
# says: squared
import torch


def clip_and_mean(grads, max_norm):
    norm = sum((g * g).reshape(len(g), -1).sum(1) for g in grads.values())
    c = (max_norm / norm).clamp(max=1)
    return {k: torch.tensordot(c, g, 1) / len(g) for k, g in grads.items()}
