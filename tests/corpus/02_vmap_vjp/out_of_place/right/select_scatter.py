# style: select_scatter, which writes into a new tensor each time
import torch


def out_of_place(x):
    y = torch.zeros(x.shape[0], dtype=x.dtype, device=x.device)
    s = x[0] * 0
    for i in range(len(x)):
        s = s + x[i].pow(2)
        y = torch.select_scatter(y, s, 0, i)
    return y
