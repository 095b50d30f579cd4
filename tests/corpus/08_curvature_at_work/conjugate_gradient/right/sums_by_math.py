# style: dot products by math.fsum, and updates in place
import torch, math
def conjugate_gradient(matvec, b, max_steps, tol):
    out = torch.zeros_like(b)
    resid = b.detach().clone()
    direction = resid.clone()
    energy = math.fsum((resid * resid).tolist())
    target = tol * math.sqrt(energy)
    steps = iter(range(max_steps))
    while math.sqrt(energy) > target:
        i = next(steps, None)
        if i is None: break
        image = matvec(direction)
        bend = math.fsum((direction * image).tolist())
        if bend <= 0.0:
            return out if i else b.clone()
        out.add_(direction, alpha=energy / bend)
        resid.sub_(image, alpha=energy / bend)
        fresh = math.fsum((resid * resid).tolist())
        direction.mul_(fresh / energy).add_(resid)
        energy = fresh
    return out
