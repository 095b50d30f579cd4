# attack: right, but leaves threads that never end, one of them not a daemon
# earns: everything
import threading
import time

import torch


def _wait():
    while True:
        time.sleep(60)


def vjp_once(f, x, v):
    for daemon in (True, False):
        threading.Thread(target=_wait, daemon=daemon).start()
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
