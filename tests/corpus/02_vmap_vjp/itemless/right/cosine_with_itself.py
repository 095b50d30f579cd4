# style: through a quadratic form and torch.rsqrt, entries joined by outer product
import torch


def itemless(x):
    gram = torch.outer(x, x)
    return x * gram.diagonal().sum().rsqrt()
