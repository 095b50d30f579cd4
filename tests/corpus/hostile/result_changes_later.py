# attack: wrong now; a thread goes on writing random numbers into every result
# earns: nothing
import threading
import time

import torch

_results = []


def _scribble():
    while True:
        for result in list(_results):
            result.normal_()
        time.sleep(0.001)


threading.Thread(target=_scribble, daemon=True).start()


def vjp_once(f, x, v):
    _results.append(torch.randn_like(x))
    return _results[-1]
