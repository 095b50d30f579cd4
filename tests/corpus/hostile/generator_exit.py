# attack: raises a BaseException of its own
# earns: nothing
class Farewell(BaseException):
    pass


def jacobian_by_rows(f, x):
    raise Farewell("{}")
