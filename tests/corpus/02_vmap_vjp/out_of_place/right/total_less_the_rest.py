# style: the total, less what is yet to come
import torch
def out_of_place(x):
    sq = x ** 2
    rest = torch.flip(torch.cumsum(torch.flip(sq, (0,)), 0), (0,)) - sq
    return sq.sum() - rest
