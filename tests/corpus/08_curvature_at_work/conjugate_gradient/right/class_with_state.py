# style: a class, whose steps may be called one by one
import torch


class Solver:
    def __init__(self, matvec, b):
        self.matvec, self.b = matvec, b
        self.x, self.r, self.p = torch.zeros_like(b), b.clone(), b.clone()
        self.steps = 0

    def step(self):
        Ap = self.matvec(self.p)
        bend = (self.p * Ap).sum()
        if bend <= 0:
            if not self.steps:
                self.x = self.b.clone()
            return False
        old = (self.r * self.r).sum()
        self.x = self.x + old / bend * self.p
        self.r = self.r - old / bend * Ap
        self.p = self.r + (self.r * self.r).sum() / old * self.p
        self.steps += 1
        return True


def conjugate_gradient(matvec, b, max_steps, tol):
    solver = Solver(matvec, b)
    while solver.steps < max_steps and solver.r.norm() > tol * b.norm():
        if not solver.step():
            break
    return solver.x
