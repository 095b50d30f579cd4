# fails: value
# fault: another-norm
# says: another norm
import torch


def clip_and_mean(grads, max_norm):
    n = sum(g.reshape(len(g), -1).abs().sum(1) for g in grads.values())
    c = (max_norm / n).clamp(max=1)
    return {k: torch.tensordot(c, g, 1) / len(c) for k, g in grads.items()}
