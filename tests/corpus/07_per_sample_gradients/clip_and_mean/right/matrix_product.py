# style: a row of weights times a matrix
import torch


class Clipper:
    def __init__(self, max_norm):
        self.max_norm = max_norm

    def __call__(self, grads):
        flat = {k: g.flatten().view(g.shape[0], -1) for k, g in grads.items()}
        norm = torch.stack([f.norm(dim=1) for f in flat.values()]).norm(dim=0)
        w = torch.where(norm > self.max_norm, self.max_norm / norm, 1.0) / len(norm)
        return {k: (w.to(g.dtype) @ flat[k]).view(g.shape[1:]) for k, g in grads.items()}


def clip_and_mean(grads, max_norm):
    return Clipper(max_norm)(grads)
