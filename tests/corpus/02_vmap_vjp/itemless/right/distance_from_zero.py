# style: the distance from a point of zeros
import torch
def itemless(x):
    return x / torch.dist(x, torch.zeros_like(x))
