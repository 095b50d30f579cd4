# attack: leaves by os._exit(0) in the middle of a call
# earns: nothing
# fault: exited
import os


def vjp_once(f, x, v):
    print("all passed")
    os._exit(0)
