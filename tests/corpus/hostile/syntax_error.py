# attack: no Python at all
# earns: nothing
# question: vjp_once
def vjp_once(f, x, v)
    return (
