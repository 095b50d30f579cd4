# fails: value
# fault: writes-into-model
# says: no longer hangs on theta
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def as_function(model, loss_fn, X, y):
    def f(theta):
        vector_to_parameters(theta, model.parameters())
        return loss_fn(model(X), y)

    return f, parameters_to_vector(model.parameters()).detach()
