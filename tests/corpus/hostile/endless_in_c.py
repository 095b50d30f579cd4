# attack: stays in one call of C code that checks for no signal
# earns: nothing
# fault: timed-out
def jacobian_by_differences(f, x, h=1e-5):
    return sum(range(10**15))
