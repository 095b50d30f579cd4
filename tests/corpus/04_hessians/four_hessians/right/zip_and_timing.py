# style: zip of names and ways, with timings printed on the side
import time

from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    names = ("fwd_rev", "rev_rev", "fwd_fwd", "rev_fwd")
    ways = ((jacfwd, jacrev), (jacrev, jacrev), (jacfwd, jacfwd), (jacrev, jacfwd))
    result = {}
    for name, (outer, inner) in zip(names, ways, strict=True):
        start = time.perf_counter()
        result[name] = outer(inner(f))(x)
        print(f"{name}: {time.perf_counter() - start:.4f} s")
    return result
