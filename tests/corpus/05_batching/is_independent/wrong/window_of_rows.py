# fails: value
# fault: looks-at-some-rows
# says: every ordered pair
def is_independent(f, X):
    Y, B = f(X), len(X)
    for b in range(B):
        Z = X.clone()
        Z[b] += 1
        moved = (f(Z) - Y).abs().amax(1)
        for step in (-2, -1, 1, 2):
            seen = (b + step) % B
            if seen != b and moved[seen] > 1e-6:
                return False
    return True
