# fails: value
# fault: not-written-yet
# says: not written yet
def implicit_gradient(F, loss, z, theta):
    """Return the gradient of loss(z(theta)), where F(z, theta) = 0. Shapes: z (N,), theta (K,) → (K,)."""
    ...  # TODO: your answer
