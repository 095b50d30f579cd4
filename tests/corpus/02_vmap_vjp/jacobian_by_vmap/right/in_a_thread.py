# style: in a thread of its own
import threading

import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    box = []

    def work():
        y, pullback = vjp(f, x)
        box.append(vmap(pullback)(torch.eye(len(y), dtype=y.dtype))[0])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return box[0]
