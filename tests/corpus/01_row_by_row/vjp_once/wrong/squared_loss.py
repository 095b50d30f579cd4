# fails: value
# fault: another-cotangent
# says: squared loss
import torch
def vjp_once(f, x, v):
    # target v, mse
    leaf = x.clone().requires_grad_()
    loss = 0.5 * ((f(leaf) - v) ** 2).sum()
    loss.backward()
    return leaf.grad
