# fails: value
# fault: crashed
# says: crash
import os


def jacobian_by_differences(f, x, h=1e-5):
    os.abort()
