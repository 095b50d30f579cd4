# fails: method cost
# fault: every-loss-through-the-batch
# says: through all b samples
import torch


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach().clone().requires_grad_() for k, p in model.named_parameters()}
    out = torch.func.functional_call(model, params, (X,))
    losses = torch.stack([loss_fn(out[b : b + 1], y[b : b + 1]) for b in range(len(X))])
    eye = torch.eye(len(X), dtype=X.dtype, device=X.device)
    grads = torch.autograd.grad(losses, list(params.values()), eye, is_grads_batched=True)
    return dict(zip(params, grads))
