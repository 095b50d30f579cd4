# fails: value
# fault: band-taken-for-granted
# says: repeat along the columns
import torch


def color_columns(S):
    return torch.arange(S.shape[1]) % 3
