# fails: value
# fault: batch-gradient
# says: one gradient for all samples
from torch.func import functional_call, grad


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters()}
    return grad(lambda p: loss_fn(functional_call(model, p, (X,)), y))(params)
