# style: a plain loop in Python, sums as they come
import math

import torch


def clip_and_mean(grads, max_norm):
    names = list(grads)
    B = grads[names[0]].shape[0]
    total = {k: torch.zeros_like(grads[k][0]) for k in names}
    for b in range(B):
        norm = math.sqrt(sum(float((grads[k][b].double() ** 2).sum()) for k in names))
        factor = 1.0 if norm <= max_norm else max_norm / norm
        for k in names:
            total[k] += factor * grads[k][b]
    return {k: total[k] / B for k in names}
