# style: three offsets from linspace, of which the middle one is skipped
import torch


def jacobian_by_differences(f, x, h=1e-5):
    offsets = torch.linspace(-h, h, 3, dtype=torch.float64).to(x.dtype)
    J = None
    for j in range(len(x)):
        values = []
        for offset in offsets[[0, 2]]:
            point = x.clone()
            point[j] = point[j] + offset
            values.append(f(point))
        column = torch.diff(torch.stack(values), dim=0)[0] / (2 * h)
        J = column[:, None] if J is None else torch.hstack((J, column[:, None]))
    return J
