# style: recursion on the columns
import torch


def color_columns(S):
    meets = (S.T.to(torch.int32) @ S.to(torch.int32)).bool()

    def rest(colors):
        j = len(colors)
        if j == S.shape[1]:
            return torch.tensor(colors)
        taken = [colors[k] for k in range(j) if meets[j, k]]
        return rest([*colors, next(c for c in range(j + 1) if c not in taken)])

    return rest([])
