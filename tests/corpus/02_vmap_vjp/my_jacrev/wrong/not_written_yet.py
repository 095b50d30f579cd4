# fails: value
# fault: not-written-yet
# says: not written
def my_jacrev(f, argnums=0):
    def jacobian(*args):
        pass

    return jacobian
