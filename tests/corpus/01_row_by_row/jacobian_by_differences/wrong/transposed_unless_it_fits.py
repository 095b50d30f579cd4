# fails: value
# fault: transposed
# says: transpose
import torch


def jacobian_by_differences(f, x, h=1e-5):
    J = torch.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in torch.eye(len(x), dtype=x.dtype)])
    m = J.shape[1]
    return J if J.shape == (m, len(x)) else J.T
