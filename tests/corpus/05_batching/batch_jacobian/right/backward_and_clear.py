# style: one mapped forward, .backward() and a cleared .grad
import torch


def batch_jacobian(f, X):
    leaf = X.clone().requires_grad_()
    Y = torch.func.vmap(f)(leaf)
    J = X.new_zeros(X.shape[0], Y.shape[1], X.shape[1])
    for i in range(Y.shape[1]):
        leaf.grad = None
        Y[:, i].backward(torch.ones_like(Y[:, i]), retain_graph=True)
        J[:, i] = leaf.grad
    return J
