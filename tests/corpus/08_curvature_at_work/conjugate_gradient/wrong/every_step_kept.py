# fails: cost
# fault: steps-kept
# says: memory
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    xs, rs, ps, images = [torch.zeros_like(b)], [b.clone()], [b.clone()], []
    for step in range(max_steps):
        if rs[-1].norm() <= tol * b.norm():
            break
        images.append(matvec(ps[-1]))
        bend = ps[-1] @ images[-1]
        if bend <= 0:
            return b.clone() if step == 0 else xs[-1]
        a = rs[-1] @ rs[-1] / bend
        xs.append(xs[-1] + a * ps[-1])
        rs.append(rs[-1] - a * images[-1])
        ps.append(rs[-1] + rs[-1] @ rs[-1] / (rs[-2] @ rs[-2]) * ps[-1])
    return xs[-1].clone()
