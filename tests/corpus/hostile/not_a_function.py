# attack: the question's name is bound to things that cannot be called
# earns: nothing
# question: vjp_once
vjp_once = "torch.autograd.grad"
