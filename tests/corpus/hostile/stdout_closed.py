# attack: right, but closes stdout and stderr, objects and descriptors alike
# earns: everything
import os
import sys

import torch


def jacobian_by_rows(f, x):
    if sys.stdout is not None:
        sys.stdout.close()
        sys.stderr.close()
        sys.stdout = sys.stderr = None
        for descriptor in (0, 1, 2):
            try:
                os.close(descriptor)
            except OSError:
                pass
    leaf = x.clone().requires_grad_()
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)])
