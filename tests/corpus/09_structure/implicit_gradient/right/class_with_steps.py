# style: a class, one step a method
import torch
from torch.func import grad, jacrev, vjp


class Adjoint:
    def __init__(self, F, z, theta):
        self.F, self.z, self.theta = F, z, theta

    def solve(self, g):
        system = jacrev(lambda z: self.F(z, self.theta))(self.z)
        return torch.linalg.solve(system.transpose(0, 1), g.unsqueeze(1)).squeeze(1)

    def pull(self, u):
        value, back = vjp(self.F, self.z, self.theta)
        return back(u)[1].neg()


def implicit_gradient(F, loss, z, theta):
    adjoint = Adjoint(F, z, theta)
    return adjoint.pull(adjoint.solve(grad(loss)(z)))
