# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 8. Curvature at work
#
# Lesson 06 taught you to multiply with a Hessian that nobody ever builds. What for? Here are five uses, and people make
# them of networks of any size: a matrix that is never negative, a system solved by products alone, a way downhill that
# knows how $f$ bends, the shape of a whole spectrum, and the answer to a question that sounds like law rather than
# mathematics: *which training sample is to blame for this prediction?*
#
# **You will be able to**
#
# - multiply with the Gauss–Newton matrix, and say when it is the Hessian;
# - solve $A x = b$ by one product a step, and stop in time;
# - run Newton's method without a matrix, and reckon its bill in products and gradients;
# - see the density of a spectrum, and know a ghost when you meet one;
# - tell each training sample's influence on a prediction, by one solve for all of them.
#
# **You need** lesson 06. Plan three hours and a half, in two sittings: after exercise 3, Newton, is a good place to
# stop. Of what follows, spectrum and influence, either may be left out.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. There are five exercises, a bug hunt, a question to answer in
#   words, and something to take home.
# - `torch.autograd.functional` is out in this lesson; `torch.func.linearize`, whose tracing takes long, in exercise 1.
# - Stuck? Write `hint(ggn_vp)`, say, in a cell of your own. There are three hints on each exercise.
#
# **Does a first cell fail?** `No module named 'autograder'`: the notebook runs outside the course's environment. Close
# it, and open it by `autograder lab`, in a clone by `make lab`. `name 'check' is not defined`: run the cells from the
# top (*Run ▸ Run All Above Selected Cell*).

# %% tags=["parameters"] nbgrader={"grade": false, "grade_id": "parameters", "locked": true, "schema_version": 3, "solution": false, "task": false}
seed = 0  # another seed, other nets and other data
fast = False  # True: smaller sizes and fewer repetitions in the demonstrations
device = "cpu"  # or "cuda"
dtype = "float32"  # or "float64"

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import torch
import torch.nn.functional as F
from torch.func import grad, hessian, jacfwd, jvp, vjp, vmap

from autograder import check, guess, hint, progress, run_on, trend

torch.set_num_threads(1)  # small tensors: a second thread would only make times jump
torch.manual_seed(seed)
device = run_on(device)
kind = {"dtype": getattr(torch, dtype), "device": device}

# %% [markdown]
# **Looking back.** Has a card named a mistake of yours? Then here is a question on it. If not, go on.

# %% tags=["demo"]
guess("yours", ...)  # "a", "b" or "c" in place of the dots

# %% [markdown]
# ## A Hessian that is never negative
#
# A model's loss is two functions, one after the other: a **net** takes weights $x$ to outputs $z$, and a **loss** takes
# outputs to a number. Differentiate twice by the chain rule, and two terms come out:
#
# $$H = \underbrace{J^\top H_L\, J}_{G} + \sum_i \frac{\partial\, \text{loss}}{\partial z_i}\, \nabla^2 z_i$$
#
# The first is the **Gauss–Newton matrix** $G$: how the *loss* bends, seen through the net. The second is how the *net*
# bends, weighed with the loss's slopes. With squares these slopes are small where the net fits, and $G$ is nearly $H$.
# (With cross-entropy $H_L$ shrinks along with the slopes, and $G$ need not come near. If the net is linear, $G = H$.)
#
# **Pen and paper.** One weight, one output, $z = x^2$, and $\tfrac12 (z - 1)^2$. At $x = 0.5$: $J = 2x = 1$ and
# $H_L = 1$, so $G = 1$. And $H = 6x^2 - 2 = -0.5$. The loss bends *down* there, and $G$ does not say so.


# %% tags=["demo", "quick"]
def half_square(x):
    return 0.5 * (x * x - 1) ** 2


half = torch.tensor(0.5, **kind)
pushed = jacfwd(lambda x: x * x)(half)  # J, one number
print("G:", float(pushed * 1 * pushed))
print("H:", float(hessian(half_square)(half)))

# %% [markdown]
# **Guess.** Let the loss be convex, as squares and cross-entropy are. Where can $v^\top G v$ be negative: `"never"`,
# `"where vᵀ H v is"` or `"far from a minimum"`?

# %% tags=["demo"]
guess("08-negative", ...)  # your guess in place of the dots

# %% [markdown]
# ## Exercise 1: the Gauss–Newton product (15 minutes)
#
# Return $J^\top H_L J v$, of shape $(N,)$. Read it from the right: three products, one after the other. $J$ and
# $J^\top$ belong to `net` at $x$; $H_L$ is the Hessian of `loss` at $z = \text{net}(x)$. The first of them is there.
#
# `check` counts: the net is evaluated twice at most, with one tangent and one backward pass of width 1 (by reverse mode
# alone, three). Nothing of size $M \times N$, nor of $M \times M$. As in all lessons, whatever you make has `x`'s dtype
# and is on its device.


# %% nbgrader={"grade": false, "grade_id": "ggn_vp", "locked": false, "schema_version": 3, "solution": true, "task": false}
def ggn_vp(net, loss, x, v):
    """Return Jᵀ H_L J v. Shapes: net (N,) → (M,), loss (M,) → (), x, v (N,) → (N,)."""
    z, Jv = jvp(net, (x,), (v,))
    ### BEGIN SOLUTION
    bent = jvp(grad(loss), (z,), (Jv,))[1]
    return vjp(net, x)[1](bent)[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-ggn_vp", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(ggn_vp)

# %% [markdown]
# Building $J$ and $H_L$ takes more than the product, and ever more as they grow. Ask the clock:

# %% tags=["demo"]
trend(ggn_vp)

# %% [markdown]
# ## When is G the Hessian?
#
# Train a small net to imitate another one, so that the loss can go to nothing. On the way, multiply one fixed $v$ with
# both matrices, and measure the angle between $H v$ and $G v$.


# %% tags=["demo", "quick"]
exact = {"dtype": torch.float64, "device": device}
torch.manual_seed(seed)
points = torch.linspace(-2, 2, 40, **exact)


def outputs(weights):
    inner, shift, outer = weights.view(3, 6)
    return torch.tanh(points[:, None] * inner + shift) @ outer


wanted = outputs(torch.randn(18, **exact))


def fit(z):
    return 0.5 * (z - wanted).square().mean()


# %% tags=["demo", "quick"]
def both_products(weights, v):
    """H v and G v. Small enough to build J: only to know the truth."""
    Hv = jvp(grad(lambda w: fit(outputs(w))), (weights,), (v,))[1]
    J = jacfwd(outputs)(weights)
    return Hv, J.T @ (J @ v) / len(points)


def degrees_between(one, other):
    return float(torch.rad2deg(torch.acos(one @ other / one.norm() / other.norm())))


# %% tags=["demo"]
weights = torch.randn(18, **exact).requires_grad_()
v = torch.randn(18, **exact)
adam = torch.optim.Adam([weights], lr=0.02)
steps, degrees, losses = [], [], []
for step in range(601 if fast else 1001):
    value = fit(outputs(weights))
    if step % 50 == 0:
        steps.append(step)
        losses.append(value.item())
        degrees.append(degrees_between(*both_products(weights.detach(), v)))
    adam.zero_grad()
    value.backward()
    adam.step()

# %% tags=["demo"]
from autograder import figures
from autograder.figures import curvature_at_work as drawn

figures.show(*drawn.angles(steps, degrees, losses))
print(f"{degrees[0]:.1f} degrees at the start, {degrees[-1]:.1g} at the end")

# %% [markdown]
# As the net's error shrinks, so does the second term, and the two products turn into one. Far from the minimum they are
# two different matrices, and that is $G$'s use: for a convex loss it is a curvature that never points the wrong way.
#
# ## Solving with nothing but products
#
# $H p = -g$ is a system of $N$ unknowns. With a matrix you would call `torch.linalg.solve`. You have no matrix; you
# have `matvec(v)`, which gives $A v$. **Conjugate gradients** (Hestenes and Stiefel, 1952) solve with that, for an $A$
# that is symmetric and bends up along every vector (*positive definite*):
#
# - $x = 0$, the residual $r = b$, the first direction $p = r$;
# - a step: $\alpha = r^\top r / p^\top A p$, then $x \leftarrow x + \alpha p$ and $r \leftarrow r - \alpha A p$;
# - the next direction: $p \leftarrow r_\text{new} + \frac{r_\text{new}^\top r_\text{new}}{r^\top r}\, p$.
#
# Each step is *one* product, and gives the lowest point of the parabola $\tfrac12 x^\top A x - b^\top x$ that can be
# made from $b, Ab, A^2 b, \ldots$ so far. Two numbers need an eye. $\lVert r \rVert$ says how far $A x$ is from $b$,
# for nothing. And $p^\top A p \le 0$ says that $A$ does not bend up along $p$: the parabola has no bottom there, and no
# step leads to it.
#
# **Pen and paper.** $A = \operatorname{diag}(1, 4)$, $b = (4, 4)$. The first step: $p = b$, $A p = (4, 16)$,
# $\alpha = 32 / 80 = 0.4$, so $x = (1.6, 1.6)$ and $r = (2.4, -2.4)$. The answer, $(4, 1)$, comes with the second step,
# as there are only two eigenvalues.

# %% tags=["demo", "quick"]
from itertools import islice

from autograder.figures import krylov

A = torch.tensor([[1.0, 0.0], [0.0, 4.0]], **kind)
b = torch.tensor([4.0, 4.0], **kind)
for x, left in islice(krylov.gradients(lambda v: A @ v, b), 3):
    print([round(entry, 3) for entry in x.tolist()], f"‖r‖ = {float(left):.2g}")

# %% [markdown]
# ## Exercise 2: conjugate gradients (25 minutes)
#
# Return $x$, $(N,)$, beginning at 0. Stop after `max_steps` steps, or as soon as
# $\lVert r \rVert \le \text{tol} \cdot \lVert b \rVert$. Where $p^\top A p \le 0$: return $b$ if it is the first step,
# else the $x$ that you have. (Newton's method is glad of both.)
#
# `check` counts products: one a step, none where $b = 0$. And memory: a handful of vectors.


# %% nbgrader={"grade": false, "grade_id": "conjugate_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conjugate_gradient(matvec, b, max_steps, tol):
    """Return x with A x ≈ b, by products alone. Shapes: matvec (N,) → (N,), b (N,) → (N,)."""
    ### BEGIN SOLUTION
    x, r = torch.zeros_like(b), b
    p, rr = r, r @ r
    for step in range(max_steps):
        if rr.sqrt() <= tol * b.norm():
            break
        Ap = matvec(p)
        bend = p @ Ap
        if bend <= 0:
            return x if step else b.clone()
        x, r = x + rr / bend * p, r - rr / bend * Ap
        p, rr = r + r @ r / rr * p, r @ r
    return x
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-conjugate_gradient", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check(conjugate_gradient)

# %% [markdown]
# ## How many steps?
#
# But for rounding it is done in $N$ steps. Whether it is done in ten hangs on the eigenvalues: where these are spread
# out, on the **condition number**, the largest by the smallest. Three matrices of 300 unknowns, with conditions 10, 100
# and 1,000:

# %% tags=["demo"]
torch.manual_seed(seed)
n, count = 300, 40
turn = torch.linalg.qr(torch.randn(n, n, **exact))[0]
answer = torch.randn(n, **exact)
errors = {}
for condition in (10, 100, 1000):
    eigenvalues = torch.logspace(0, float(torch.tensor(condition).log10()), n, **exact)
    A = turn @ torch.diag(eigenvalues) @ turn.T
    walk = islice(krylov.gradients(lambda v, A=A: A @ v, A @ answer), count + 1)
    errors[condition] = [float((x - answer).norm() / answer.norm()) for x, _ in walk]

# %% tags=["demo"]
from autograder import figures
from autograder.figures import curvature_at_work as drawn

figures.show(*drawn.convergence(errors))
for condition, row in errors.items():
    print(f"condition {condition:5,}: error {row[-1]:.0e} after {count} products")

# %% [markdown]
# The slope is set by the *root* of the condition: each step leaves about $(\sqrt{\kappa} - 1) / (\sqrt{\kappa} + 1)$ of
# the error. That is why a rough solve is cheap, and a tight one of a bad matrix is not. It is also the worst case:
# eigenvalues in a few clumps take little more than a step a clump, as on paper above, whatever $\kappa$ is.
#
# ## Newton's method, without a matrix
#
# Gradient descent asks one thing of $f$: where is down? Newton asks how it bends, too, and goes to the bottom of the
# parabola that it sees: $p$ with $H p = -g$. In the banana valley that is the difference between a walk and a leap.
#
# **Guess.** From $(-1.2, 1)$ gradient descent takes 15,065 steps until its gradient is no longer than $10^{-6}$. Newton
# takes `"about 20"`, `"about 500"` or `"about 5,000"`?

# %% tags=["demo"]
guess("08-steps", ...)

# %% [markdown]
# Three things keep Newton's method honest.
#
# - The inner solve is rough: conjugate gradients to $10^{-2} \cdot \lVert g \rVert$, and at most $N$ steps.
# - Where $H$ bends down, conjugate gradients stop by themselves, with a direction that leads downhill all the same.
# - A step may overshoot. Begin with $t = 1$, and halve it until $f(x + t p) \le f(x) + 10^{-4}\, t\, g^\top p$. (That is
#   a *line search*.)
#
# And one thing keeps it cheap. **Record the gradient once a step**, and pull every $v$ of the inner solve through that
# record, as in lesson 06: $g$ is there already, and a product costs one pass back.
#
# **Guess.** So what does one step of Newton cost: `"1 gradient"`, `"1 gradient and some products"` or `"N gradients"`?

# %% tags=["demo"]
guess("08-bill", ...)

# %% [markdown]
# ## Exercise 3: Newton's method by products (30 minutes)
#
# Return the path, $(\text{steps} + 1, N)$: `x0`, then a row a step. Once it has converged, repeat the last point.
#
# No path is the only right one, so `check` looks at what yours *has*: $f$ never rises from row to row; on a strictly
# convex $f$ the gradient at row 10 is a millionth of what it was; the banana valley's bottom is reached by row 40;
# beside a saddle it goes down; a start at the minimum stays. It counts as well: at most $N$ products a step, one
# gradient or two, and no matrix.
#
# Half done: `record` gives $g$ and the product. (If yours of exercise 2 is not done yet, do that first: it is wanted
# here.)


# %% nbgrader={"grade": false, "grade_id": "newton_cg", "locked": false, "schema_version": 3, "solution": true, "task": false}
def record(f, x):
    """Return g(x) and a function v ↦ H v through its record. Shapes: x (N,) → (N,)."""
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return g.detach(), lambda v: torch.autograd.grad(g, leaf, v, retain_graph=True)[0]


def newton_cg(f, x0, steps):
    """Return Newton's path by conjugate gradients. Shapes: x0 (N,) → (steps + 1, N)."""
    path = [x0]
    ### BEGIN SOLUTION
    for _ in range(steps):
        x = path[-1]
        g, multiply = record(f, x)
        p = conjugate_gradient(multiply, -g, len(x), 1e-2)
        here, t = f(x), 1.0
        while t > 1e-12 and f(x + t * p) > here + 1e-4 * t * (g @ p):
            t = t / 2
        path.append(x + t * p if t > 1e-12 else x)
    ### END SOLUTION
    return torch.stack(path)


# %% nbgrader={"grade": true, "grade_id": "check-newton_cg", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(newton_cg)

# %% [markdown]
# ## The valley, and the bill
#
# Both paths, with the same line search. The slider shows the first steps of each; under it stands what the *whole*
# paths took.


# %% tags=["demo", "quick"]
def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


begin = torch.tensor([-1.2, 1.0], **exact)
path, newtons_bill = krylov.newton(rosenbrock, begin, 60, small=1e-6)
walked, descents_bill = krylov.descent((-1.2, 1.0), 20_000, small=1e-6)
bills = {"Newton": newtons_bill, "gradient descent": descents_bill}
for name, bill in bills.items():
    print(f"{name}:", ", ".join(f"{count:,} {what}" for what, count in bill.items()))

# %% tags=["demo"]
from autograder import figures
from autograder.figures import curvature_at_work as drawn

seen = [1, 2, 3, 5, 8, 12, 16, newtons_bill["steps"]]
leaps = [tuple(point) for point in path.tolist()]


def draw(i):
    return drawn.valley(leaps, walked, seen[i], bills)


figures.browse(draw, len(seen), "steps", seen)

# %% [markdown]
# Now be fair to the loser, twice.
#
# **Where Newton ends is not chosen.** In ten dimensions the same valley has a second, poorer minimum. From
# $(-1.2, 1, -1.2, \ldots)$ Newton falls into it, and gradient descent passes it by:

# %% tags=["demo"]
ten = begin.repeat(5)
there, bill = krylov.newton(rosenbrock, ten, 100, small=1e-8)
slow, length = ten, 1.0
for _ in range(300 if fast else 1200):
    g = grad(rosenbrock)(slow)
    length = min(1.0, 4 * length)
    below = rosenbrock(slow)
    while rosenbrock(slow - length * g) > below - 1e-4 * length * (g @ g):
        length /= 2
    slow = slow - length * g
print(f"Newton: f = {float(rosenbrock(there[-1])):.3f} in {bill['steps']} steps")
print(f"gradient descent: f = {float(rosenbrock(slow)):.3f}, on its way")

# %% [markdown]
# **And a product is dear if you take it dearly.** A logistic loss with 200 weights: one Newton step by a built matrix,
# by products with a gradient made anew for each, and by products through one record.


# %% tags=["demo"]
many = 60 if fast else 200
samples = torch.randn(400, many, **exact) * torch.logspace(0, -2, many, **exact)
truth = (torch.rand(400, **exact) < 0.5).to(samples)


def logistic(x):
    ridge = (1e-4 * x * x).sum()
    return F.binary_cross_entropy_with_logits(samples @ x, truth) + ridge


def solved(multiply, b):
    walk = islice(krylov.gradients(multiply, b), len(b) + 1)
    return next(x for x, left in walk if left <= 1e-2 * b.norm())


# %% tags=["demo"]
def by_matrix(x):
    return torch.linalg.solve(hessian(logistic)(x), -grad(logistic)(x))


def anew(x):
    g = grad(logistic)(x)
    return solved(lambda v: jvp(grad(logistic), (x,), (v,))[1], -g)


# %% tags=["demo"]
def kept(x):
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(logistic(leaf), leaf, create_graph=True)

    def multiply(v):
        return torch.autograd.grad(g, leaf, v, retain_graph=True)[0]

    return solved(multiply, -g.detach())


# %% tags=["demo"]
from autograder import bench

ways = {"built": by_matrix, "products, anew": anew, "products, recorded": kept}
at = [(torch.zeros(many, **exact),)]
clock = bench.times(ways, at, 2, seconds=0.02)
memory = bench.peaks(ways, at)
for name in ways:
    took, held = 1e3 * clock[name][0], memory[name][0] / 1024
    print(f"{name:19} {took:7.1f} ms, peak {held:8.0f} KiB")

# %% [markdown]
# At $N = 200$ a matrix is no scandal yet, and products with a gradient made anew may well lose to it. Recorded, they do
# not: they take fewer operations than the matrix does. Memory tells what time does not yet: the matrix grows like
# $N^2$.
#
# **A good place to stop.** You can go downhill as well as anybody. What follows are two uses of the same products, a
# spectrum and an inquest, and either may be left out.
#
# ## The density of a spectrum
#
# Lesson 06 asked Lanczos' method for eigenvalues. It knows more. From a probe $p$ of coins, $k$ steps make a small
# matrix $T$, $k \times k$, with three diagonals:
#
# - $q_1 = p / \lVert p \rVert$; then at each step $w = A q_j$, and $T_{jj} = q_j^\top w$;
# - take out of $w$ all earlier directions, *twice*; its length is $T_{j, j+1} = T_{j+1, j}$, and
#   $q_{j+1} = w / \lVert w \rVert$.
#
# The eigenvalues of $T$ are **nodes** $\theta_i$, and the squared first entries of its eigenvectors are **weights**
# $\omega_i$. Together they are a Gauss quadrature of what the probe sees of the spectrum:
#
# $$\sum_i \omega_i\, \theta_i^m = \frac{p^\top A^m p}{N} \qquad \text{exactly, for } m = 0, 1, \ldots, 2k - 1$$
#
# $k$ products, and $2k$ numbers about $A$ come out right. On average over probes, $p^\top A^m p / N$ is the mean of all
# eigenvalues to the $m$ (Hutchinson again): so this is the density of the spectrum.
#
# **Pen and paper.** $A = 2 I$. Then $w = 2 q_1$, $T_{11} = 2$, and nothing is left of $w$. All the weight lies at 2,
# and there is no second direction to divide by.
#
# ## Exercise 4: spectral density (30 minutes)
#
# Return `(nodes, weights)`, each $(K, k)$: a row a probe. `probes` is $(K, N)$, of $\pm 1$; `matvec` may be mapped by
# `vmap`. Again it is properties that are judged: weights are never negative and sum to 1, all moments up to $2k - 1$
# are $A$'s, and an eigenvalue that stands apart is seen at most once by each probe. $K k$ products, and no matrix.


# %% nbgrader={"grade": false, "grade_id": "spectral_density", "locked": false, "schema_version": 3, "solution": true, "task": false}
def spectral_density(matvec, probes, k):
    """Return nodes and weights of Gauss quadrature. Shapes: probes (K, N) → (K, k), (K, k)."""
    ### BEGIN SOLUTION
    basis = [probes / probes.norm(dim=1, keepdim=True)]
    diagonal, beside = [], []
    for _ in range(k):
        w = vmap(matvec)(basis[-1])
        diagonal.append((w * basis[-1]).sum(1))
        for q in basis + basis:
            w = w - (q * w).sum(1, keepdim=True) * q
        beside.append(w.norm(dim=1))
        basis.append(w / beside[-1].clamp_min(torch.finfo(w.dtype).tiny)[:, None])
    T = torch.diag_embed(torch.stack(diagonal, 1))
    if k > 1:
        edge = torch.stack(beside[:-1], 1)
        T = T + torch.diag_embed(edge, 1) + torch.diag_embed(edge, -1)
    nodes, vectors = torch.linalg.eigh(T)
    return nodes, vectors[:, 0, :] ** 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-spectral_density", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check(spectral_density)

# %% [markdown]
# Without taking out the earlier directions, rounding brings them back, and an eigenvalue that was found is found again:
# a **ghost**.
#
# **Guess.** Of 60 eigenvalues one is 200, and it appears as four nodes instead of one. How does the density change:
# `"hardly at all"`, `"it doubles there"` or `"it is spoiled everywhere"`?

# %% tags=["demo"]
guess("08-ghosts", ...)


# %% tags=["demo", "quick"]
def without_care(multiply, probe, k):
    """Lanczos as it is written on a blackboard: nothing is taken out twice."""
    q, before, length = probe / probe.norm(), torch.zeros_like(probe), 0.0
    T = torch.zeros(k, k, **exact)
    for j in range(k):
        w = multiply(q) - length * before
        T[j, j] = q @ w
        w = w - T[j, j] * q
        length = w.norm()
        if j + 1 < k:
            T[j, j + 1] = T[j + 1, j] = length
        before, q = q, w / length
    values, vectors = torch.linalg.eigh(T)
    return values, vectors[0] ** 2


# %% tags=["demo", "quick"]
torch.manual_seed(seed)
apart = torch.tensor([5.0, 10.0, 50.0, 100.0, 200.0], **exact)
spread = torch.cat([torch.linspace(0, 1, 55, **exact), apart])
coins = torch.randint(0, 2, (1, 60), device=device).to(spread) * 2 - 1
careless, its_weights = without_care(lambda v: spread * v, coins[0], 30)
careful, weights_of_it = krylov.density(lambda v: spread * v, coins, 30)
rows = {"careless": (careless, its_weights), "careful": (careful[0], weights_of_it[0])}
for name, (nodes, share) in rows.items():
    near = (nodes - 200).abs() < 0.2
    third = float((share * nodes**3).sum() / (spread**3).mean())
    weight = 60 * float(share[near].sum())
    print(f"{name}: 200 seen {int(near.sum())} times, weight {weight:.3f}/60")
    print(f"  the third moment, by the true one: {third:.9f}")

# %% [markdown]
# The ghosts share what belongs to one. The density is right either way; a *count* is not.
#
# ## A trained network's density
#
# Lesson 06's net again, a little narrower, trained on 200 points. Four probes, thirty products each, beside all
# eigenvalues.


# %% tags=["demo"]
torch.manual_seed(seed)
width = 8 if fast else 16
shapes = [(2, width), (width,), (width, width), (width,), (width,)]
places = torch.randn(200, 2, **exact)
labels = torch.sin(2 * places[:, 0]) * places[:, 1]


def net_loss(theta):
    parts = theta.split([torch.Size(shape).numel() for shape in shapes])
    first, b, second, c, last = map(torch.Tensor.view, parts, shapes)
    hidden = torch.tanh(torch.tanh(places @ first + b) @ second + c)
    return (hidden @ last - labels).square().mean()


# %% tags=["demo"]
layers = [torch.randn(shape, **exact) / shape[0] ** 0.5 for shape in shapes]
theta = torch.cat([layer.flatten() for layer in layers]).requires_grad_()
adam = torch.optim.Adam([theta], lr=0.02)
for _ in range(200 if fast else 600):
    adam.zero_grad()
    net_loss(theta).backward()
    adam.step()
leaf = theta.detach().requires_grad_()
(g,) = torch.autograd.grad(net_loss(leaf), leaf, create_graph=True)


def multiply(v):
    return torch.autograd.grad(g, leaf, v, retain_graph=True)[0]


# %% tags=["demo"]
from autograder import figures
from autograder.figures import curvature_at_work as drawn

true = torch.linalg.eigvalsh(hessian(net_loss)(leaf.detach()))  # only to check
coins = torch.randint(0, 2, (4, len(true)), device=device).to(true) * 2 - 1
nodes, share = krylov.density(multiply, coins, 30)
figures.show(*drawn.density(true, nodes, share))
below = float((share * (nodes < 0)).sum(1).mean())
print(f"below zero: {float((true < 0).double().mean()):.0%}, by probes {below:.0%}")

# %% [markdown]
# One hundred and twenty products, and the shape is there: most of it about zero, some of it below, and on the right a
# tail that reaches far. What a few probes do not see sharply is the middle of the crowd.
#
# ## Whom to blame for this prediction?
#
# A trained model is wrong about something. Had one training sample not been there, would it be less wrong? You could
# train again without it, $B$ times for $B$ samples. Or let the calculus do it. Give sample $b$ a little more weight,
# and the minimum $\theta$ moves along $-(H + \lambda I)^{-1} \nabla \ell_b$. So the test loss moves by
#
# $$\text{influence}_b = -\nabla \text{test}^\top (H + \lambda I)^{-1} \nabla \ell_b$$
#
# with $H$ the Hessian of the losses' *sum*, and $\lambda$ the damping. (Training may add a *ridge* to the losses,
# $\tfrac{\lambda}{2} \lVert \theta \rVert^2$, which keeps weights small; then its $\lambda$ is the damping.) Koh and
# Liang brought it to networks in 2017. It looks like a solve for each sample, with a gradient of each. It is neither:
# $H$ is symmetric, so solve *once*, for $\nabla$test. And all $B$ slopes along one direction are one tangent.
#
# **Pen and paper.** One weight, $\ell_b = \tfrac12 (\theta - y_b)^2$ with $y = (0, 2)$, no damping, test $=\theta$. At
# $\theta = 1$: $H = 2$, $\nabla \ell = (1, -1)$, so the influences are $(-\tfrac12, \tfrac12)$. More weight on $y = 2$
# pulls $\theta$ up.
#
# ## Exercise 5: influence (20 minutes)
#
# Return all influences $-\nabla \text{test}^\top (H + \lambda I)^{-1} \nabla \ell_b$, of shape $(B,)$, to six digits in
# float64. `losses(theta)` gives $(B,)$, `test_loss(theta)` a number; $H$ is that of the losses' sum, $\lambda$ is
# `damping`. `check` counts: one solve of at most $2 P$ products, no sample's gradient by itself, and memory for a
# handful of vectors.


# %% nbgrader={"grade": false, "grade_id": "influence", "locked": false, "schema_version": 3, "solution": true, "task": false}
def influence(losses, test_loss, theta, damping):
    """Return each sample's influence on test_loss. Shapes: losses (P,) → (B,), theta (P,) → (B,)."""
    ### BEGIN SOLUTION
    _, multiply = record(lambda t: losses(t).sum(), theta)
    tol = 1e-10 if theta.dtype is torch.float64 else 1e-6

    def damped(v):
        return multiply(v) + damping * v

    s = conjugate_gradient(damped, grad(test_loss)(theta), 2 * len(theta), tol)
    return -jvp(losses, (theta,), (s,))[1]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-influence", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check(influence)

# %% [markdown]
# ## Take home: the inquest
#
# A ridge-logistic model on 200 samples. Twelve labels are wrong, and only we know which. The inquest runs on your own
# `influence`, if it agrees with the matrix; else on the matrix.


# %% tags=["demo"]
torch.manual_seed(seed)
size, wide, ridge = 200, 20, 1.0
direction = torch.randn(wide, **exact)
inputs = torch.randn(400, wide, **exact) + 0.35 * torch.randn(400, 1, **exact)
clean = (inputs @ direction + torch.randn(400, **exact) > 0).to(inputs)
flipped = torch.zeros(size, dtype=torch.bool, device=device)
flipped[torch.randperm(size, device=device)[:12]] = True
given = torch.where(flipped, 1 - clean[:size], clean[:size])


def sample_losses(t, labels=given):
    scores = inputs[:size] @ t[:-1] + t[-1]
    return F.binary_cross_entropy_with_logits(scores, labels, reduction="none")


# %% tags=["demo"]
def held_out(t):
    scores = inputs[size:] @ t[:-1] + t[-1]
    return F.binary_cross_entropy_with_logits(scores, clean[size:])


def trained(weight, labels=given, start=None):
    """The minimum of the weighted losses and the ridge, by Newton's method."""
    t = torch.zeros(wide + 1, **exact) if start is None else start
    for _ in range(12):
        X = F.pad(inputs[:size], (0, 1), value=1.0)
        p = torch.sigmoid(X @ t)
        slope = X.T @ (weight * (p - labels)) + ridge * t
        bend = X.T @ ((weight * p * (1 - p))[:, None] * X)
        t = t - torch.linalg.solve(bend + ridge * torch.eye(wide + 1, **exact), slope)
    return t


# %% tags=["demo"]
def by_the_matrix(losses, test_loss, t, damping):
    H = hessian(lambda t: losses(t).sum())(t) + damping * torch.eye(len(t), **exact)
    return -jacfwd(losses)(t) @ torch.linalg.solve(H, grad(test_loss)(t))


# %% tags=["demo"]
everyone = torch.ones(size, **exact)
model = trained(everyone)
asked = (sample_losses, held_out, model, ridge)
expected = by_the_matrix(*asked)
try:
    effect = influence(*asked).detach()
    torch.testing.assert_close(effect, expected, rtol=1e-5, atol=1e-10)
    print("on your own influence")
except Exception:  # not written yet, say
    effect = expected
    print("on the matrix: yours does not agree yet")

# %% [markdown]
# Does it foretell what really happens? Leave samples out one at a time, train again, and compare.

# %% tags=["demo"]
from autograder import figures
from autograder.figures import curvature_at_work as drawn

left_out = range(0, size, 4 if fast else 1)
before = held_out(model)
real = []
for b in left_out:
    others = everyone.clone()
    others[b] = 0
    real.append(held_out(trained(others, start=model)) - before)
real, said = torch.stack(real), -effect[list(left_out)]
figures.show(*drawn.foretold(said, real, flipped[list(left_out)]))
together = float(torch.corrcoef(torch.stack([said, real]))[0, 1])
slope = float(said @ real / (said @ said))
print(f"correlation {together:.2f}, slope {slope:.2f}, {len(real)} samples")

# %% [markdown]
# So drop the twelve that harm the test loss most, train again, and look. And then the honest question: did we need all
# this to find wrong labels? Take the twelve samples with the largest *own loss* instead: no solve, no Hessian, nothing.

# %% tags=["demo"]
harmful = effect.argsort(descending=True)[:12]
dear = sample_losses(model).argsort(descending=True)[:12]
dropped = {
    "12 most harmful": harmful,
    "12 of largest own loss": dear,
    "flipped among these": dear[flipped[dear]],
}
print(f"test loss with all of them: {float(before):.4f}")
for name, chosen in dropped.items():
    rest = everyone.clone()
    rest[chosen] = 0
    after, found = float(held_out(trained(rest))), int(flipped[chosen].sum())
    print(f"without the {name} ({found} flipped): {after:.4f}")
best = float(held_out(trained(everyone, labels=clean[:size])))
print(f"with all labels right: {best:.4f}")

# %% [markdown]
# Influence does what it says: it foretells, sample by sample, what training without it would do to *this* test loss,
# and dropping the twelve lowers it. On some draws lower even than with all labels right, and that is a warning: whoever
# chooses samples by a test loss trains on the test.
#
# And as a detector of wrong labels it is no better than the plain losses, which cost nothing: with seed 0 they find one
# more, with seed 2 one less.
#
# **One line is odd.** With seed 0 the twelve largest losses hold ten wrong labels, and without these twelve the test
# loss *rises*. Without the ten alone it falls. So what are the other two?
#
# <details><summary>When you have a guess</summary>
#
# Right labels, on points where the model would bet on the other. They cost much, and they teach that such points exist:
# dropping them loses more than dropping the ten has won. A large loss says that a sample is hard. Whether it harms, its
# influence says: one of the two helps more than any other of the 200.
#
# </details>
#
# So use it for what nothing else answers: *which of them, on this prediction, by how much*.
#
# **Further ideas.** Ask for one test sample instead of all. Let the damping go to 0 or grow large. Take a small net in
# place of the logistic model, and see how much of the correlation is left where $H$ has negative eigenvalues.
#
# ## Traps
#
# | PyTorch says | What happened | Mend it |
# |:---|:---|:---|
# | *element 0 of tensors does not require grad* | A linear `f` or loss: its slope has no record to pull through. | Give zeros where `g.requires_grad` is False. |
# | *attention_for_cpu_backward is not implemented* | Attention has no second derivative on a CPU, in either mode. | Choose `SDPBackend.MATH`, by `with sdpa_kernel(…):` |
# | *Trying to use forward AD with* | No forward-mode rule: `nn.LSTM`, `F.grid_sample`. | Record the gradient, and pull back through it. |
#
# And without a message:
#
# - `jvp` takes a double `v` for a float `x`, and gives a double product.
# - A recorded `g` carries its graph. Give the inner solve `g.detach()`, or every vector of it is recorded, too.
# - A dropout, or another batch at each product, is another $H$ at each product. Conjugate gradients need *one*.
# - Stopping the inner solve at $\min(\tfrac12, \sqrt{\lVert g \rVert}) \cdot \lVert g \rVert$, as textbooks have it,
#   is slow where $\lVert g \rVert$ is large: in the banana valley it takes 64 steps in place of 22.
#
# ## Bug hunt (10 minutes)
#
# "My Gauss–Newton product agrees with $J^\top J v$ to the last digit: I checked it with least squares." It
# holds **two** bugs. Mend it in place. Not graded.


# %% tags=["demo", "quick"]
def mended(net, loss, x, v):
    """Jᵀ H_L J v. Shapes: x, v (N,) → (N,)."""
    z, Jv = jvp(net, (x,), (v,))
    at = torch.zeros_like(z)
    bent = hessian(loss)(at).diagonal() * Jv
    return vjp(net, x)[1](bent)[0]


# %% [markdown]
# Look first. What is special about the Hessian of least squares? How can two wrongs be right?

# %% tags=["demo", "quick"]
torch.manual_seed(seed)
mixing, target = torch.randn(4, 3, **kind), torch.randn(4, **kind)
x, v = torch.randn(3, **kind), torch.randn(3, **kind)


def net(x):
    return torch.tanh(mixing @ x)


# %% tags=["demo", "quick"]
trials = {
    "squares": lambda z: (0.5 * (z - target) ** 2).sum(),
    "quartics": lambda z: (0.25 * (z - target) ** 4).sum(),
    "softmax": lambda z: z.logsumexp(0) - z[0],
}
for name, loss in trials.items():
    J = jacfwd(net)(x)
    want = J.T @ (hessian(loss)(net(x)) @ (J @ v))
    right = torch.allclose(mended(net, loss, x, v), want, rtol=1e-3, atol=1e-5)
    print(f"{name:9}", "right" if right else "wrong")

# %% tags=["demo"]
check(mended, question="ggn_vp")

# %% [markdown]
# <details><summary>Both bugs, if you give up</summary>
#
# 1. It takes the loss's Hessian at 0, not at `net(x)`. For least squares it is the identity everywhere.
# 2. It takes only the diagonal. The identity has no more, and quartics have no more either; a softmax ties all its
#    inputs together. (And all of $H_L$ is built for it.) Mend both in one line:
#    `bent = jvp(grad(loss), (z,), (Jv,))[1]`.
#
# </details>
#
# ## In your own words (20 minutes)
#
# A speech model has 5 million weights. A colleague has put Newton's method on top of it: conjugate gradients with $H$,
# ten products a step, each product on another batch of 32 recordings. The loss *rises*.
#
# Name three faults that you would look for, and say of each why it makes the loss rise. Which matrix in place of $H$ is
# never negative, and what does a product with it cost? What does a step of her method cost, in gradients? And where
# should she keep Adam? Five to eight sentences. (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# First, H may bend down: then pᵀHp is negative, and without a look at it conjugate gradients step towards a saddle or
# uphill. Second, each product is made with another batch, so with another matrix: the directions are conjugate with
# respect to nothing, and what comes out solves no system. Third, 32 recordings are few: g and H are mostly noise, and
# the inverse blows up the noise along flat directions; nothing damps the step, nor looks whether the loss falls. I
# would fix one batch for all products of a step, a larger one, take the Gauss–Newton matrix Jᵀ H_L J, which is never
# negative for a convex loss and costs one tangent and one backward pass, add damping, and halve the step until the loss
# falls. A step costs one gradient and ten products, each one to two gradients, so some ten to twenty gradients, on the
# larger batch. Where batches must be small, where the model changes from batch to batch (dropout), or where twenty Adam
# steps do more than one of these, she should keep Adam.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for the three faults, each with its reason: negative curvature not looked at; another H at every product;
#   noise of a small batch (or no damping, or no line search, in its place).
# - 1 point for judgement: the Gauss–Newton matrix (or Fisher's) with a cost of a few passes a product; a step of some
#   ten to twenty gradients; and a case for Adam with a reason (small or noisy batches, a budget of few gradients, a
#   loss that is not smooth). "Newton converges faster" without the bill does not earn it.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## What to take along
#
# - $G = J^\top H_L J$ is one push, one product with $H_L$, one pull. It is never negative for a convex loss, and nearly
#   $H$ where squares fit.
# - Conjugate gradients: one product a step; look at $\lVert r \rVert$ and at $p^\top A p$ before you divide.
# - Newton by products: a gradient a step, recorded once, a few products, a line search. Reckon in products and
#   gradients.
# - Lanczos' small matrix is a density: $k$ products, $2k$ moments. Ghosts spoil a count, not a density.
# - Influence is one solve and one tangent for all samples. It foretells; it is no better lie detector than the losses.
#
# So far f was a black box. **Lesson 09** asks what you know about it. Look back at your map.
#
# ## Further
#
# - [Martens 2010](https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf), *Deep learning via Hessian-free
#   optimization*: Newton by products, on networks.
# - [Pearlmutter 1994](https://doi.org/10.1162/neco.1994.6.1.147), *Fast exact multiplication by the Hessian*.
# - [Schraudolph 2002](https://doi.org/10.1162/08997660260028683), *Fast curvature matrix-vector products*: the
#   Gauss–Newton product.
# - [Ghorbani, Krishnan and Xiao 2019](https://arxiv.org/abs/1901.10159): the spectra of networks, by the quadrature of
#   exercise 4.
# - [Koh and Liang 2017](https://arxiv.org/abs/1703.04730), *Understanding black-box predictions via influence
#   functions*.

# %% tags=["demo"]
progress()
