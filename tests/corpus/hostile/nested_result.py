# attack: returns tuples nested a thousand deep, holding a list that holds itself
# earns: nothing
def vjp_once(f, x, v):
    knot = []
    knot.append(knot)
    result = (knot, x)
    for _ in range(1000):
        result = (result, {"again": knot})
    return result
