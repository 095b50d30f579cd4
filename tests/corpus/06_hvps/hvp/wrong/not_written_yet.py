# fails: value
# fault: not-written-yet
# says: not written yet
def hvp(f, x, v):
    ...  # TODO: your answer
