# style: two threads share out the chunks of one record
import torch
from concurrent.futures import ThreadPoolExecutor


def jacobian_in_chunks(f, x, chunk_size):
    leaf = x.clone().requires_grad_()
    y = f(leaf)

    def go(u):
        return torch.vmap(lambda v: torch.autograd.grad(y, leaf, v, retain_graph=True)[0])(u)

    with ThreadPoolExecutor(2) as ex:
        return torch.cat(list(ex.map(go, torch.eye(len(y), dtype=y.dtype, device=y.device).split(chunk_size))))
