# fails: value
# fault: columns-clash
# says: share a row
import torch


def color_columns(S):
    # clashes only where all rows are the same
    seen, colors = {}, []
    for column in S.T.tolist():
        taken = seen.setdefault(tuple(column), [])
        colors.append(len(taken))
        taken.append(True)
    return torch.tensor(colors)
