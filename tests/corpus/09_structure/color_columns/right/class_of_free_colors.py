# style: a class, and numpy
import numpy as np
import torch


class Painter:
    def __init__(self, S):
        self.S = S.numpy().astype(np.int64)
        self.colors = []

    def paint(self):
        shared = self.S.T @ self.S
        for j in range(self.S.shape[1]):
            taken = np.unique([self.colors[k] for k in np.flatnonzero(shared[j, :j])])
            free = np.setdiff1d(np.arange(len(taken) + 1), taken)
            self.colors.append(int(free[0]))
        return torch.as_tensor(self.colors, dtype=torch.int64)


def color_columns(S):
    return Painter(S).paint()
