# fails: value
# fault: crashed
# says: crash
import ctypes


def vjp_once(f, x, v):
    return ctypes.string_at(0)
