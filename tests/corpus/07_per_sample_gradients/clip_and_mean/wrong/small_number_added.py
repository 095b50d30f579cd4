# fails: value
# fault: added-to-the-norm
# says: a small number
import torch


def clip_and_mean(grads, max_norm):
    norm = sum((g * g).reshape(len(g), -1).sum(1) for g in grads.values()).sqrt()
    c = (max_norm / (norm + 1e-6)).clamp(max=1.0)
    return {k: torch.tensordot(c, g, 1) / len(g) for k, g in grads.items()}
