# style: a deep copy of the model, and a generator that cuts
import copy, torch
from torch.func import functional_call

def as_function(model, loss_fn, X, y):
    twin = copy.deepcopy(model)
    shapes = [(n, p.shape, p.numel()) for n, p in twin.named_parameters()]
    def cut(t):
        for n, s, k in shapes:
            yield n, t[:k].view(s)
            t = t[k:]
    def f(theta):
        return loss_fn(functional_call(twin, dict(cut(theta)), X), y)
    with torch.no_grad():
        theta = torch.hstack([p.clone().flatten() for p in model.parameters()])
    return f, theta
