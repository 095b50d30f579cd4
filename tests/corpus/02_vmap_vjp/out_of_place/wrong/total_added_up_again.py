# fails: value
# fault: added-up-twice
# says: once
import torch
def out_of_place(x):
    y = torch.zeros_like(x)
    ys = []
    for i in range(len(x)):
        y = y + x[i] ** 2
        ys.append(y[i])
    return torch.cumsum(torch.stack(ys), 0)
