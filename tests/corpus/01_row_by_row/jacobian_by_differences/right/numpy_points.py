# style: numpy holds the points and the table of values
import numpy as np
import torch


def jacobian_by_differences(f, x, h=1e-5):
    a = np.array(x.numpy())
    table = []
    for j, number in enumerate(a.tolist()):
        pair = []
        for sign in (1, -1):
            a[j] = number + sign * h
            pair.append(f(torch.tensor(a)).numpy())
        a[j] = number
        table.append(np.subtract(*pair) / (2 * h))
    return torch.from_numpy(np.stack(table, axis=-1).astype(a.dtype))
