# style: a page of numpy's, and back to where x lies
import numpy as np
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    page = np.empty((len(y), len(x)))
    for i in range(len(y)):
        page[i] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0].cpu().numpy()
    return torch.from_numpy(page).to(x)
