# fails: value
# fault: kept-between-calls
# says: something is kept
import torch

verdicts = {}


def is_independent(f, X):
    key = X.data_ptr(), X.shape
    if key not in verdicts:
        alone = torch.cat([f(x[None]) for x in X])
        verdicts[key] = X, torch.allclose(f(X), alone, rtol=1e-5, atol=1e-6)
    return verdicts[key][1]
