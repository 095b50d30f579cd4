# style: the column with the most colours around it next (DSATUR), a heap-free max
import torch


def color_columns(S):
    M, N = S.shape
    rows_of = [S[:, j].nonzero().flatten().tolist() for j in range(N)]
    cols_of = [S[i].nonzero().flatten().tolist() for i in range(M)]
    around = [set(k for i in rows_of[j] for k in cols_of[i]) - {j} for j in range(N)]
    colors = [-1] * N
    order = sorted(range(N), key=lambda j: -len(around[j]))
    while order:
        j = max(order, key=lambda c: (len({colors[k] for k in around[c]} - {-1}), len(around[c]), -c))
        order.remove(j)
        taken = {colors[k] for k in around[j]}
        colors[j] = next(c for c in range(N) if c not in taken)
    return torch.tensor(colors, dtype=torch.int64, device=S.device)
