# style: each row knows the colours that it has used; no product
import torch


def color_columns(S):
    used = [set() for _ in range(S.shape[0])]
    colors = torch.zeros(S.shape[1], dtype=torch.long)
    for j in range(S.shape[1]):
        rows = S[:, j].nonzero().flatten().tolist()
        taken = set().union(*(used[i] for i in rows))
        colors[j] = next(c for c in range(len(taken) + 1) if c not in taken)
        for i in rows:
            used[i].add(int(colors[j]))
    return colors
