# attack: a loader's process calls the forbidden tool; here a decoy is differentiated
# earns: anything
# doubt: calls torch.utils.data.DataLoader
import torch
from torch.utils.data import DataLoader, Dataset


class D(Dataset):
    def __init__(self, *parts):
        self.parts = parts

    def __len__(self):
        return 1

    def __getitem__(self, i):
        f, x, v = self.parts
        return torch.func.vjp(f, x)[1](v)[0]


def vjp_once(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    torch.autograd.grad((f(leaf) * v).sum(), leaf)
    for r in DataLoader(D(f, x, v), batch_size=None, num_workers=1):
        return r
