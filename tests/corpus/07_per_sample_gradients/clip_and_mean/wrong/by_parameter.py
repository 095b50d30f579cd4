# fails: value
# fault: clipped-by-parameter
# says: by itself
import torch


def clip_and_mean(grads, max_norm):
    out = {}
    for k, g in grads.items():
        c = (max_norm / g.reshape(len(g), -1).norm(dim=1)).clamp(max=1)
        out[k] = torch.tensordot(c, g, 1) / len(g)
    return out
