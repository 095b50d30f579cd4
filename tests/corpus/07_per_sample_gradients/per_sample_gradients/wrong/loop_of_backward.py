# fails: value
# fault: gradient-left-in-model
# says: no longer what it was
import torch


def per_sample_gradients(model, loss_fn, X, y):
    rows = []
    for b in range(len(X)):
        model.zero_grad()
        loss_fn(model(X[b : b + 1]), y[b : b + 1]).backward()
        rows.append(
            {k: torch.zeros_like(p) if p.grad is None else p.grad.clone() for k, p in model.named_parameters()}
        )
    model.zero_grad()
    return {k: torch.stack([row[k] for row in rows]) for k in rows[0]}
