# fails: value
# fault: not-written-yet
# says: written
def four_hessians(f, x):
    """Return a dict of four Hessians, named outer_inner."""
    ...
