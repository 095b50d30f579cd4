# attack: raises an error whose text takes for ever
# earns: nothing
# fault: timed-out
class Slow(Exception):
    def __str__(self):
        while True:
            pass


def jacobian_by_rows(f, x):
    raise Slow
