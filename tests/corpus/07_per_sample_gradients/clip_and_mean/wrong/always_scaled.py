# fails: value
# fault: always-scaled
# says: short ones too
import torch


def clip_and_mean(grads, max_norm):
    norm = sum((g * g).reshape(len(g), -1).sum(1) for g in grads.values()).sqrt()
    c = max_norm / norm if max_norm < float("inf") else torch.ones_like(norm)
    c = c.nan_to_num(posinf=1.0)
    return {k: torch.tensordot(c, g, 1) / len(g) for k, g in grads.items()}
