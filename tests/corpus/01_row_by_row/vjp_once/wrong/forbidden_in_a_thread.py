# fails: method
# fault: forbidden-tool
# says: torch.func
from concurrent.futures import ThreadPoolExecutor

import torch


def vjp_once(f, x, v):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: torch.func.vjp(f, x)[1](v)[0]).result()
