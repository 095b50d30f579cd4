# style: columns with the fewest neighbours left come last
import torch


def color_columns(S):
    n = S.shape[1]
    A = (S.float().T @ S.float()) > 0
    nb = [set(r.nonzero().flatten().tolist()) - {j} for j, r in enumerate(A)]
    left, order = set(range(n)), []
    while left:
        j = min(left, key=lambda k: (len(nb[k] & left), k))
        left.remove(j)
        order.append(j)
    col = {}
    for j in reversed(order):
        bad = {col[k] for k in nb[j] if k in col}
        c = 0
        while c in bad:
            c += 1
        col[j] = c
    used = sorted(set(col.values()))
    ren = {c: i for i, c in enumerate(used)}
    return torch.tensor([ren[col[j]] for j in range(n)])
