# attack: right, but floods stdout and stderr through every door
# earns: everything
import os
import sys

import torch

LINE = "x" * 4095 + "\n"


def vjp_once(f, x, v):
    for _ in range(100):
        print(LINE, end="")
        sys.stderr.write(LINE)
    for _ in range(50):
        os.write(1, LINE.encode())
        os.write(2, b"\xff\x00\x1b[2J" + LINE.encode())
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
