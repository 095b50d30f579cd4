# attack: returns a small object that is 2**60 tensors when walked
# earns: nothing
def jacobian_by_rows(f, x):
    result = x
    for _ in range(60):
        result = (result, result)
    return result
