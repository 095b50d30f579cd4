# fails: cost
# fault: all-at-once
# says: too much memory
import torch


def clip_and_mean(grads, max_norm):
    flat = torch.cat([g.reshape(len(g), -1) for g in grads.values()], 1)
    c = (max_norm / flat.norm(dim=1)).clamp(max=1)
    parts = (c @ flat / len(c)).split([g[0].numel() for g in grads.values()])
    return {k: part.view(g.shape[1:]) for (k, g), part in zip(grads.items(), parts)}
