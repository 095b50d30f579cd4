# fails: value
# fault: dropped-for-clipped
# says: left out
import torch


def clip_and_mean(grads, max_norm):
    norm = sum((g * g).reshape(len(g), -1).sum(1) for g in grads.values()).sqrt()
    kept = norm <= max_norm
    return {k: torch.tensordot(kept.to(g.dtype), g, 1) / len(g) for k, g in grads.items()}
