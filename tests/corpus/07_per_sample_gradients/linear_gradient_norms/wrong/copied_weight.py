# fails: cost
# fault: some-vectors-more
# says: nothing large was built
import torch
from torch import nn


def linear_gradient_norms(weight, bias, rest, X):
    caught = []
    layer = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
    layer.weight = nn.Parameter(weight.clone(), requires_grad=False)
    layer.bias = nn.Parameter(bias.clone())
    with torch.enable_grad():
        z = layer(X)
        z.register_hook(caught.append)
        torch.autograd.backward(rest(z).sum(), inputs=[layer.bias])
    (delta,) = caught
    return (delta.square().sum(-1) * (1 + X.square().sum(-1))) ** 0.5
