# style: Python's sum over pairs of numbers, and backward on it
import torch
def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    total = sum(vi * yi for vi, yi in zip(v, f(leaf)))
    total.backward()
    return leaf.grad
