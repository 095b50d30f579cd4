# fails: method
# fault: tool-missing
# says: by the tool
import copy

import torch


def as_function(model, loss_fn, X, y):
    named = {k: p.detach() for k, p in model.named_parameters()}

    def f(theta):
        twin = copy.deepcopy(model)
        start, new = 0, {}
        for name, p in twin.named_parameters():
            new[id(p)] = theta[start : start + p.numel()].view(p.shape)
            start += p.numel()
        for module in twin.modules():
            for name, p in list(module.named_parameters(recurse=False, remove_duplicate=False)):
                delattr(module, name)
                setattr(module, name, new[id(p)])
        return loss_fn(twin(X), y)

    return f, torch.cat([p.reshape(-1) for p in named.values()])
