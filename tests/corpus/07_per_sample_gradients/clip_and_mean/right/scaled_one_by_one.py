# style: a scaled copy of one parameter at a time
def norm_of_each(grads):
    total = 0
    for g in grads.values():
        total = total + g.pow(2).sum(dim=tuple(range(1, g.dim()))) if g.dim() > 1 else total + g.pow(2)
    return total.sqrt()


def clip_and_mean(grads, max_norm):
    norm = norm_of_each(grads)
    c = norm.new_ones(norm.shape)
    c[norm > max_norm] = max_norm / norm[norm > max_norm]
    out = {}
    for k, g in grads.items():
        out[k] = (c.view(-1, *[1] * (g.dim() - 1)) * g).mean(0)
    return out
