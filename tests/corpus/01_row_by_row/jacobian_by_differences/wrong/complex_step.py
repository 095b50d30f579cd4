# fails: value
# fault: raised
# says: runtimeerror
import torch


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for e in torch.eye(len(x), dtype=x.dtype):
        columns.append(f(torch.complex(x, h * e)).imag / h)
    return torch.stack(columns, dim=1)
