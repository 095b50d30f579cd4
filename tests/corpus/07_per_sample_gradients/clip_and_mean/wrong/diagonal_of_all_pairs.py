# fails: cost
# fault: all-at-once
# says: every sample with every other
import torch


def clip_and_mean(grads, max_norm):
    pairs = sum(g.reshape(len(g), -1) @ g.reshape(len(g), -1).T for g in grads.values())
    share = (max_norm / pairs.diagonal().sqrt()).clamp(max=1)
    return {name: torch.tensordot(share, g, 1) / len(share) for name, g in grads.items()}
