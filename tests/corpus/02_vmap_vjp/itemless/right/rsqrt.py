# style: times the inverse root
def itemless(x):
    return x * x.dot(x).rsqrt()
