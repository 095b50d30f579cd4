# style: timed by a decorator with functools.wraps
import functools, time
from torch.func import grad, jvp


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        begin = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            wrapper.seconds += time.perf_counter() - begin

    wrapper.seconds = 0.0
    return wrapper


@timed
def hvp(f, x, v):
    return jvp(grad(f), (x,), (v,))[1]
