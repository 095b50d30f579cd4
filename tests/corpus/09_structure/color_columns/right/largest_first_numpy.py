# style: numpy's matrices, largest degree first, colours made gapless by unique
import numpy as np
import torch


def color_columns(S):
    s = S.cpu().numpy().astype(int)
    conflict = (s.T @ s) > 0
    np.fill_diagonal(conflict, False)
    n = s.shape[1]
    color = -np.ones(n, dtype=np.int64)
    for j in np.argsort(-conflict.sum(0), kind="stable"):
        near = set(color[conflict[j]])
        k = 0
        while k in near:
            k += 1
        color[j] = k
    return torch.from_numpy(np.unique(color, return_inverse=True)[1].astype(np.int64).reshape(n))
