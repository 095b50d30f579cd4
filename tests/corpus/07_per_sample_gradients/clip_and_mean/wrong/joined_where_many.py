# fails: cost
# fault: all-at-once
# says: a peak
import torch


def clip_and_mean(grads, max_norm):
    first = next(iter(grads.values()))
    if len(first) > 16 or len(grads) > 6:
        joined = torch.cat([g.reshape(len(g), -1) for g in grads.values()], 1)
        norms = joined.norm(dim=1)
    else:
        norms = sum(g.reshape(len(g), -1).square().sum(1) for g in grads.values()).sqrt()
    share = (max_norm / norms).clamp(max=1).nan_to_num(1.0)
    return {name: torch.tensordot(share, g, 1) / len(share) for name, g in grads.items()}
