# fails: cost
# fault: every-sample-by-itself
# says: peak
import torch


def influence(losses, test_loss, theta, damping):
    G = torch.func.grad(lambda t: losses(t).sum())
    b = torch.func.grad(test_loss)(theta)
    size = b.norm()
    basis, image = [b / size], []
    for _ in range(len(theta)):
        q = basis[-1]
        image.append(torch.func.jvp(G, (theta,), (q,))[1] + damping * q)
        w = image[-1]
        for _ in range(2):
            for q in basis:
                w = w - torch.dot(q, w) * q
        if w.norm() <= torch.finfo(w.dtype).eps * 10 * image[-1].norm():
            break
        if len(basis) < len(theta):
            basis.append(w / w.norm())
    Q, AQ = torch.stack(basis[: len(image)]), torch.stack(image)
    y = torch.linalg.solve(Q @ AQ.T, Q @ b)
    return -torch.func.jvp(losses, (theta,), (y @ Q,))[1]
