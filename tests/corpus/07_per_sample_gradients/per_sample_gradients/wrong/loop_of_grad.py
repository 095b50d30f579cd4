# fails: method cost
# fault: loop-over-samples
# says: one at a time
import torch
from torch.func import functional_call, grad


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters()}
    rows = []
    for b in range(len(X)):
        rows.append(grad(lambda p: loss_fn(functional_call(model, p, (X[b : b + 1],)), y[b : b + 1]))(params))
    return {k: torch.stack([row[k] for row in rows]) for k in params}
