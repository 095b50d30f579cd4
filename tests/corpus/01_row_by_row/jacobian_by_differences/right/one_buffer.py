# style: a single copy, perturbed and put back entry by entry
import torch


def jacobian_by_differences(f, x, h=1e-5):
    point = x.detach().clone()
    jacobian = []
    for j, entry in enumerate(x):
        point[j] = entry + h
        difference = f(point).clone()
        point[j] = entry - h
        difference -= f(point)
        point[j] = entry
        jacobian.append(difference.true_divide(2 * h).tolist())
    return torch.tensor(jacobian, dtype=x.dtype).T
