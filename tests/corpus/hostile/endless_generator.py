# attack: returns an iterator without end, that is also a context for more
# earns: nothing
import itertools


def jacobian_by_rows(f, x):
    return itertools.repeat(x)
