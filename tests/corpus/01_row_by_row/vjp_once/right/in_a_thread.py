# style: all the work is done in a thread of its own
import threading

import torch


def vjp_once(f, x, v):
    out = {}

    def work():
        leaf = x.clone().requires_grad_()
        out["row"] = torch.autograd.grad(f(leaf), leaf, v)[0]

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return out["row"]
