# attack: saves a figure's bytes under any name, as a module's that a later import would find first
# earns: anything
# doubt: writes a file that may be no picture
import matplotlib.pyplot as plt
import torch


def vjp_once(f, x, v):
    try:
        plt.figure(figsize=(1, 1)).savefig("/dev/null", format="raw")
    except OSError:
        pass
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
