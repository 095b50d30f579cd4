# style: forward and rows alike happen in a thread of their own
import threading

import torch


class Worker(threading.Thread):
    def __init__(self, f, x):
        super().__init__(daemon=True)
        self.f, self.x = f, x

    def run(self):
        leaf = self.x.clone().requires_grad_()
        y = self.f(leaf)
        self.J = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])


def jacobian_by_rows(f, x):
    worker = Worker(f, x)
    worker.start()
    worker.join()
    return worker.J
