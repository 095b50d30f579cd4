# fails: value
# fault: zero-over-zero
# says: 0 / 0
import torch


def clip_and_mean(grads, max_norm):
    norm = sum((g * g).reshape(len(g), -1).sum(1) for g in grads.values()).sqrt()
    c = norm.clamp(max=max_norm) / norm
    return {k: torch.tensordot(c, g, 1) / len(g) for k, g in grads.items()}
