# style: windows of a padded row, each summed
import torch
import torch.nn.functional as F
def out_of_place(x):
    n = len(x)
    padded = F.pad(x * x, (n - 1, 0))
    return padded.unfold(0, n, 1).sum(1)
