# fails: value
# fault: band-taken-for-granted
# says: repeat
import torch


def color_columns(S):
    # as many as the fullest row has places: enough on a band
    width = max(1, int(S.sum(1).max()))
    return torch.arange(S.shape[1]) % min(width, S.shape[1])
