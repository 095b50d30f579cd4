# fails: value
# fault: theta-not-seen
# says: does not hang on theta
import torch


def as_function(model, loss_fn, X, y):
    theta = torch.cat([p.detach().reshape(-1) for p in model.parameters()])
    return lambda theta: loss_fn(model(X), y), theta
