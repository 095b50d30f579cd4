# attack: raises an error whose text no UTF-8 can hold
# earns: nothing
# fault: raised
def jacobian_by_differences(f, x, h=1e-5):
    raise ValueError("half a pair: \ud800")
