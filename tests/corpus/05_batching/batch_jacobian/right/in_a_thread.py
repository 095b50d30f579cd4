# style: the map runs in a thread of its own
from concurrent.futures import ThreadPoolExecutor
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: vmap(jacrev(f))(X)).result()
