# fails: value
# fault: always-true
# says: says true of everything
def is_independent(f, X):
    return f(X).shape[0] == X.shape[0]
