# fails: value
# fault: wrong-type
# says: type
from torch.func import grad, vjp


def vhp(f, x, v):
    return vjp(grad(f), x)[1](v)[0].detach().numpy()
