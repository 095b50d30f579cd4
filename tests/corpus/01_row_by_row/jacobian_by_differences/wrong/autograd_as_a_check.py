# fails: method
# fault: forbidden-tool
# says: autograd
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # a true difference, with a backward through one of its evaluations «to be sure»
    columns = []
    for j, e in enumerate(h * torch.eye(len(x), dtype=x.dtype, device=x.device)):
        point = (x + e).requires_grad_(j == 0)
        plus = f(point)
        if j == 0:
            plus.sum().backward()
            assert point.grad.isfinite().all()
        columns.append((plus.detach() - f(x - e)) / (2 * h))
    return torch.stack(columns, dim=1)
