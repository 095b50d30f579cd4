# attack: calls itself without end
# earns: nothing
def vjp_once(f, x, v):
    return vjp_once(f, x, v)
