# fails: value
# fault: nearly-right
# says: near the right ones
import torch


def sparse_jacobian(f, x, S, colors):
    h = 1e-4
    i, j = S.nonzero(as_tuple=True)
    seeds = [(colors == c).to(x) for c in range(int(colors.max()) + 1)]
    products = torch.stack([(f(x + h * seed) - f(x)) / h for seed in seeds])
    return products[colors[j], i]
