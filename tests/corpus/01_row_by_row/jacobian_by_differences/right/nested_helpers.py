# style: helpers nested three deep, imports inside, names with underscores
def jacobian_by_differences(f, x, h=1e-5):
    from functools import reduce
    from operator import sub

    import torch as __torch

    def __moved(__j):
        def __by(__h):
            __p = x.clone()
            __p[__j] += __h
            return __p

        return __by

    __columns = [reduce(sub, (f(__moved(j)(h)), f(__moved(j)(-h)))) / (2 * h) for j in range(x.shape[0])]
    return __torch.stack(__columns, 1)
