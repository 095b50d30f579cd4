# fails: cost
# fault: a-color-for-each-column
# says: colour of its own
import torch


def color_columns(S):
    return torch.arange(S.shape[1])
