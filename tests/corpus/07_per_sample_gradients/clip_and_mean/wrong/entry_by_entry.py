# fails: value
# fault: entry-by-entry
# says: each entry
def clip_and_mean(grads, max_norm):
    return {n: g.clamp(-max_norm, max_norm).mean(0) for n, g in grads.items()}
