# style: in a thread
import torch
from concurrent.futures import ThreadPoolExecutor
from torch.func import vmap, hessian


def batch_hessian(f, X):
    with ThreadPoolExecutor(1) as p:
        return p.submit(vmap(hessian(f)), X).result()
