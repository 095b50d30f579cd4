# attack: calls itself without end through C code, with no limit: the stack overflows
# earns: nothing
import sys


class Deep:
    def __getattr__(self, name):
        return getattr(self, name)


def jacobian_by_differences(f, x, h=1e-5):
    sys.setrecursionlimit(1_000_000)
    return Deep().down
