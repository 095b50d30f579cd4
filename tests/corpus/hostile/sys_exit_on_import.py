# attack: raises SystemExit while the file is being read
# earns: nothing
# question: vjp_once
import sys

sys.exit(0)


def vjp_once(f, x, v):
    return x
