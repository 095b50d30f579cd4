# style: as the lesson teaches it
def itemless(x):
    return x / x.norm()
