# style: jacfwd by the colours' own strengths
import torch
from torch.func import jacfwd


def sparse_jacobian(f, x, S, colors):
    k = int(colors.max()) + 1
    folded = jacfwd(lambda strengths: f(x + strengths[colors]))(x.new_zeros(k))
    i, j = S.nonzero(as_tuple=True)
    return folded[i, colors[j]]
