# style: closures within closures, names with two underscores
def vjp_once(f, x, v):
    import torch

    def __outer(__f):
        __leaf = x.detach().clone().requires_grad_()
        __y = __f(__leaf)

        def __inner(__v):
            nonlocal __y
            __g = torch.autograd.grad(__y, __leaf, __v)
            __y = None
            return __g[0]

        return __inner

    return __outer(f)(v)
