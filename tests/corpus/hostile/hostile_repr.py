# attack: returns an object whose every dunder raises
# earns: nothing
class Thistle:
    def __getattribute__(self, name):
        raise RuntimeError("do not touch")

    def __repr__(self):
        raise SystemExit("repr")

    __str__ = __len__ = __iter__ = __bool__ = __hash__ = __repr__


def vjp_once(f, x, v):
    return Thistle()
