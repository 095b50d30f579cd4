# fails: value
# fault: each-mean-clipped
# says: two things at once
def clip_and_mean(grads, max_norm):
    out = {}
    for k, g in grads.items():
        mean = g.mean(0)
        out[k] = mean * (max_norm / mean.norm()).clamp(max=1)
    return out
