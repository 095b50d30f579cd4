# fails: value
# fault: not-clipped
# says: nothing was cut
def clip_and_mean(grads, max_norm):
    return {k: g.mean(0) for k, g in grads.items()}
