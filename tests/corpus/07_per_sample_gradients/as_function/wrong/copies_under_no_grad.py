# fails: value
# fault: theta-not-seen
# says: does not hang on theta
import copy

import torch


def as_function(model, loss_fn, X, y):
    theta = torch.cat([p.detach().reshape(-1) for p in model.parameters()])
    twin = copy.deepcopy(model)

    def f(theta):
        start = 0
        with torch.no_grad():
            for p in twin.parameters():
                p.copy_(theta[start : start + p.numel()].view_as(p))
                start += p.numel()
        return loss_fn(twin(X), y)

    return f, theta
