# attack: raises an error that is its own cause, with a group within
# earns: nothing
# fault: raised
def vjp_once(f, x, v):
    first, second = ValueError("one"), ExceptionGroup("two", [KeyError("three")])
    first.__cause__, second.__cause__ = second, first
    first.__context__ = first
    raise first
