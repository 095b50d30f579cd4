# attack: raises an error whose text raises, and whose type's name is odd
# earns: nothing
# fault: raised
Bomb = type(
    "</script>\x1b[31m\n" * 10,
    (Exception,),
    {"__str__": lambda self: 1 / 0, "__repr__": lambda self: None},
)


def vjp_once(f, x, v):
    raise Bomb
