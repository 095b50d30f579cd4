# attack: raises KeyboardInterrupt
# earns: nothing
def vjp_once(f, x, v):
    raise KeyboardInterrupt
