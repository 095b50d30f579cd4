# fails: cost
# fault: gradients-first
# says: was built on the way
import torch
import torch.nn.functional as F
from torch.func import grad, vmap


def linear_gradient_norms(weight, bias, rest, X):
    def of_one(weight, bias, x):
        return rest(F.linear(x[None], weight, bias))[0]

    by_weight, by_bias = vmap(grad(of_one, (0, 1)), (None, None, 0))(weight, bias, X)
    return (by_weight.square().sum((1, 2)) + by_bias.square().sum(1)).sqrt()
