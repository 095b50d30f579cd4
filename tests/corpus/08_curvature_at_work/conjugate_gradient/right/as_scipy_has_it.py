# style: SciPy's loop, with buffers
import torch
def conjugate_gradient(matvec, b, max_steps, tol):
    # scipy's loop
    x = torch.zeros_like(b)
    bnrm2 = torch.linalg.norm(b)
    if bnrm2 == 0: return x
    atol = tol * float(bnrm2)
    r = b.clone()
    rho_prev, p = None, None
    for iteration in range(max_steps):
        if torch.linalg.norm(r) <= atol: return x
        z = r
        rho_cur = torch.vdot(r, z)
        if iteration > 0:
            beta = rho_cur / rho_prev
            p *= beta
            p += z
        else:
            p = torch.empty_like(r)
            p[:] = z[:]
        q = matvec(p)
        curv = torch.vdot(p, q)
        if curv <= 0: return x if iteration else b.clone()
        alpha = rho_cur / curv
        x += alpha * p
        r -= alpha * q
        rho_prev = rho_cur
    return x
