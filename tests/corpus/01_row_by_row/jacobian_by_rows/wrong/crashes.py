# fails: value
# fault: crashed
# says: crash
import os
import signal


def jacobian_by_rows(f, x):
    os.kill(os.getpid(), signal.SIGSEGV)
