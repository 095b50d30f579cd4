# attack: right, but leaves the collector off, frozen and with a hostile callback
# earns: everything
import gc

import torch


def _complain(phase, info):
    if phase == "stop":
        raise RuntimeError("never collect")


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    J = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)])
    gc.freeze()
    gc.disable()
    if _complain not in gc.callbacks:
        gc.callbacks.append(_complain)
    return J
