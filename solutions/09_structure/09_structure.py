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
# # 9. What you know about f
#
# So far f was a black box: any function, and the choice was which mode to send through it. But you often *know*
# something. Each cell of a weather model sees its neighbours alone. A steady state is where something is zero. What you
# know is worth more than a mode: it turns $N$ products into three, and a record of a thousand steps into none.
#
# **You will be able to**
#
# - colour the columns of a sparse Jacobian, and get all its entries from a handful of products;
# - find out whether a pattern is wrong, by one product;
# - take a gradient through the solution of an equation, whatever solved it, by one solve and one pass;
# - give a solver a derivative rule of its own, right to the second order, in both modes and under `vmap`;
# - solve a boundary value problem of 2,000 unknowns, and fit a parameter through it.
#
# **You need** lessons 01 to 04; lesson 06 helps. Plan two hours and three quarters; after exercise 2 is a good place to
# stop.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. There are four exercises, a bug hunt, a question to answer in
#   words, and something to take home.
# - Stuck? Write `hint(kepler)`, say, in a cell of your own. There are three hints on each exercise.
#
# **Does a first cell fail?** `No module named 'autograder'`: the notebook runs outside the course's environment. Close
# it, and open it by `autograder lab`, in a clone by `make lab`. `name 'check' is not defined`: run the cells from the
# top (*Run ▸ Run All Above Selected Cell*).

# %% tags=["parameters"] nbgrader={"grade": false, "grade_id": "parameters", "locked": true, "schema_version": 3, "solution": false, "task": false}
seed = 0  # another seed, other numbers
fast = False  # True: smaller sizes and fewer repetitions in the demonstrations
device = "cpu"  # or "cuda"
dtype = "float32"  # or "float64"

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import torch
from torch.func import grad, hessian, jacfwd, jacrev, jvp, vjp, vmap

from autograder import check, guess, hint, progress, run_on, trend

torch.set_num_threads(1)  # small tensors: a second thread would only make times jump
torch.manual_seed(seed)
device = run_on(device)
kind = {"dtype": getattr(torch, dtype), "device": device}
exact = {"dtype": torch.float64, "device": device}  # where digits are counted

# %% [markdown]
# **Looking back.** Has a card named a mistake of yours? Then here is a question on it. If not, go on.

# %% tags=["demo"]
guess("yours", ...)  # "a", "b" or "c" in place of the dots

# %% [markdown]
# ## Columns that share a product
#
# A rod is held at both ends, and heated. In equilibrium each point's temperature balances that of its two neighbours
# and a source that grows with it. (The equation is Bratu's, $u'' + \lambda e^u = 0$. It will come back at the end.)


# %% tags=["demo", "quick"]
def rod(x, heat=1.0):
    """What is out of balance at each of N points; the ends are held at 0."""
    h = 1 / (len(x) + 1)
    left = torch.cat((x.new_zeros(1), x[:-1]))
    right = torch.cat((x[1:], x.new_zeros(1)))
    return left - 2 * x + right + h * h * heat * x.exp()


x = torch.randn(5, **kind)
J = jacfwd(rod)(x)
S = J != 0  # the pattern: where J has numbers
print(S.int())

# %% [markdown]
# **Pen and paper.** A product $J t$ adds up the columns of $J$, each with its factor in $t$. Take
# $t = (1, 0, 0, 1, 0)$: columns 0 and 3 land in one vector. Which of its entries come from column 0, which from column
# 3? Does any come from both?


# %% tags=["demo", "quick"]
t = torch.tensor([1.0, 0, 0, 1, 0], **kind)
product = jvp(rod, (x,), (t,))[1]
whose = [0, 0, 3, 3, 3]  # rows 0 and 1 from column 0, rows 2 to 4 from column 3
by_hand = torch.stack([J[row, column] for row, column in enumerate(whose)])
torch.testing.assert_close(product, by_hand)

# %% [markdown]
# No row has a place in both, so nothing is lost: **columns that share no row can share a product.** Give columns that
# meet different *colours*. Then one product a colour brings home all of $J$. (Curtis, Powell and Reid published this in
# 1974, for finite differences.)
#
# $$\text{columns } j \text{ and } k \text{ meet} \iff S_{ij} \text{ and } S_{ik} \text{ for some row } i \iff
# (S^\top S)_{jk} > 0$$

# %% tags=["demo", "quick"]
from autograder import figures
from autograder.figures import structure

places = torch.arange(12, device=device)
band = (places[None] - places[:, None]).abs() <= 1
figures.show(*structure.folding(band, places % 3))

# %% [markdown]
# Three colours for twelve columns, and for twelve million. But not every pattern folds.
#
# **Guess.** An arrow of $N$ columns: row 0 is full, and below it there is a diagonal. How many colours does it take:
# `"2"`, `"3"` or `"N"`?

# %% tags=["demo"]
guess("09-arrow", ...)

# %% [markdown]
# ## Exercise 1: colour the columns (20 minutes)
#
# Free. Return a colour for each column of S, of shape $(N,)$ and int64: 0, 1, 2, … without gaps, and different for
# columns that meet. The fewest possible are hard to find (it is as hard as colouring any graph). Few are easy as a
# rule: take the columns one after another, and give each the smallest colour that none of those it meets has. Nothing
# promises that these are nearly the fewest; that depends on the order of the columns.
#
# `check` accepts any colouring that holds, and counts its colours: at most one more than the most columns that one
# column meets; on a band at most one more than its fullest row has places; with a dense column in front of a diagonal
# two. As in all lessons, whatever you make is on the device of what you are given.


# %% nbgrader={"grade": false, "grade_id": "color_columns", "locked": false, "schema_version": 3, "solution": true, "task": false}
def color_columns(S):
    """Return a colour for each column: columns that share a row differ. Shapes: S (M, N) bool → (N,) int64."""
    ### BEGIN SOLUTION
    meets = (S.T.float() @ S.float() > 0).tolist()
    colors = []
    for near in meets:
        taken = {color for color, meet in zip(colors, near, strict=False) if meet}
        colors.append(min(set(range(len(taken) + 1)) - taken))
    return torch.tensor(colors, device=S.device)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-color_columns", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(color_columns)

# %% [markdown]
# ## From products to entries
#
# A colour's tangent, its **seed**, is 1 at the columns of that colour and 0 elsewhere. Each entry of $J$ now stands in
# one product: the one of its column's colour, in its own row.
#
# $$J_{ij} = (J\, t_{c(j)})_i \qquad\text{with } (t_c)_k = 1 \text{ if } c(k) = c \text{, else } 0$$
#
# ## Exercise 2: three products for all of J (15 minutes)
#
# Half done: $i$ and $j$ name row and column of each place of S, row by row. Return the entries there, in that order, of
# shape (nnz,), by forward mode. The colours are given; yours need not be right. Their number is all the tangents that
# you have, in one pass or in several, and nothing of $M \times N$ numbers may be made on the way. (No
# `torch.func.linearize`: its tracing takes longer than all three products.)
#
# S itself has a byte for each of its $M \times N$ places: that is easy to read. A large program keeps $i$ and $j$ alone.


# %% nbgrader={"grade": false, "grade_id": "sparse_jacobian", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sparse_jacobian(f, x, S, colors):
    """Return J's entries where S is True. Shapes: x (N,), S (M, N) bool, colors (N,) → (nnz,)."""
    i, j = S.nonzero(as_tuple=True)
    ### BEGIN SOLUTION
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    products = vmap(lambda seed: jvp(f, (x,), (seed,))[1])(seeds)
    return products[colors[j], i]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-sparse_jacobian", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(sparse_jacobian)

# %% [markdown]
# ## What is it worth?
#
# Three products against $N$, on the rod. Both axes are logarithmic.


# %% tags=["demo", "quick"]
def three_products(f, x):
    """The three diagonals of a band, (3, N): below, on, above."""
    colors = torch.arange(len(x), device=x.device) % 3
    seeds = torch.stack([(colors == color).to(x) for color in range(3)])
    products = vmap(lambda seed: jvp(f, (x,), (seed,))[1])(seeds)
    rows = torch.arange(len(x), device=x.device)
    return torch.stack([products[(rows + aside) % 3, rows] for aside in (-1, 0, 1)])


def whole(f, x):
    """The same, picked from all of J."""
    J, zero = jacfwd(f)(x), x.new_zeros(1)
    below, above = torch.cat((zero, J.diagonal(-1))), torch.cat((J.diagonal(1), zero))
    return torch.stack([below, J.diagonal(), above])


# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import structure

ways = {"whole": whole, "coloured": three_products}
sizes = (60, 120, 240, 480) if fast else (250, 500, 1000, 2000)
given = [(rod, torch.randn(n, **kind)) for n in sizes]
vectors = {"whole": list(sizes), "coloured": [3] * len(sizes)}
peaks = bench.peaks(ways, given)
times = bench.times(ways, given, 2 if fast else 3, seconds=0.02)
drawn = structure.against_n(sizes, vectors, times, peaks)
figures.show(*drawn, bench.busy(times))

# %% [markdown]
# Honestly: at $N = 12$ nobody needs this. And whoever wants a *dense* matrix at the end has $N^2$ numbers to write
# either way. Look how much of the lead is left then.


# %% tags=["demo", "quick"]
def spread_out(f, x):
    """All of J, with its zeros, from three products."""
    below, on, above = three_products(f, x)
    return torch.diag(below[1:], -1) + torch.diag(on) + torch.diag(above[:-1], 1)


dense_ways = {"whole": lambda f, x: jacfwd(f)(x), "coloured": spread_out}


# %% tags=["demo"]
def lead(measured):
    return measured["whole"][0] / measured["coloured"][0]


many = 240 if fast else 1000
cases = (("entries", 12, ways), ("entries", many, ways), ("dense", many, dense_ways))
for wanted, n, two in cases:
    given = [(rod, torch.randn(n, **kind))]
    quicker = lead(bench.times(two, given, 2 if fast else 4, seconds=0.02))
    lower = lead(bench.peaks(two, given))
    says = f"{quicker:5.1f} times as fast, a peak {lower:6.1f} times lower"
    print(f"N = {n:4}, {wanted:7}: {says}")

# %% [markdown]
# The gain is real where nothing ever has $N^2$ numbers.

# %% [markdown]
# Does your own `sparse_jacobian` keep its lead? The clock is asked on another f.

# %% tags=["demo"]
trend(sparse_jacobian)

# %% [markdown]
# ## Where does a pattern come from?
#
# From your knowledge of f, best of all. Otherwise from probing. But a pattern that is too *small* is silent: entries
# run together, and no message says so. Look at $f_i = x_i x_{i-1}$ at an unlucky point.


# %% tags=["demo", "quick"]
def pairs(x):
    return x * x.roll(1)


unlucky = int((jacfwd(pairs)(torch.zeros(6, **kind)) != 0).sum())
by_chance = int((jacfwd(pairs)(torch.randn(6, **kind)) != 0).sum())
print(f"places found at 0: {unlucky}, at a random point: {by_chance}")


# %% tags=["demo", "quick"]
def by_nan(f, x):
    """The pattern, one column at a time: what does a NaN in entry j spoil?"""
    spoilt = []
    for j in range(len(x)):
        y = x.clone()
        y[j] = float("nan")
        spoilt.append(f(y).isnan())
    return torch.stack(spoilt, dim=1)


found = by_nan(pairs, torch.zeros(6, **kind))
assert torch.equal(found, jacfwd(pairs)(torch.ones(6, **kind)) != 0)
assert torch.equal(by_nan(rod, torch.zeros(12, **kind)), band)

# %% [markdown]
# NaN is never zero by chance, so here it finds the whole pattern, by $N$ evaluations of f, once. (It finds too much
# where f multiplies by a constant 0, and too little where f compares: `torch.where(x > 0, x, 0)` makes a 0 of a NaN.)
#
# **Guess.** You have entries from a pattern that lacks a place. You multiply them with one random vector, and compare
# with one product $J t$ by `jvp`. What does that tell you: `"nothing"`, `"that it is wrong"` or
# `"which place is missing"`?

# %% tags=["demo"]
guess("09-random", ...)


# %% tags=["demo", "quick"]
def off(f, x, S, colors):
    """How far entries by these colours are from J, by one random vector."""
    seeds = torch.stack([(colors == c).to(x) for c in range(int(colors.max()) + 1)])
    products = torch.stack([jvp(f, (x,), (seed,))[1] for seed in seeds])
    i, j = S.nonzero(as_tuple=True)
    random = torch.randn_like(x)
    found = torch.zeros_like(x).index_add(0, i, products[colors[j], i] * random[j])
    right = jvp(f, (x,), (random,))[1]
    return float((found - right).norm() / right.norm())


x = torch.randn(12, **exact)
three, two = (off(rod, x, band, places % count) for count in (3, 2))
print(f"three colours: {three:.0e} off")
print(f"two colours: {100 * two:.0f} % off, and no message")

# %% [markdown]
# ## The solution of an equation is a function
#
# A steady state, an equilibrium, a fit: $z$ is where $F(z, \theta) = 0$. Something else found it, in however many
# steps. How does it move with $\theta$?
#
# **Pen and paper.** $F(z, \theta) = z^2 - \theta$. What is $z(\theta)$, and what is its slope at $\theta = 9$? Now once
# more, without a root: $F(z(\theta), \theta)$ is 0 whatever $\theta$ is, so its derivative by $\theta$ is 0, too. Write
# that derivative down by the chain rule. It has two terms, and the slope that you want stands in one of them.
#
# <details><summary>The slope both ways, when you have yours</summary>
#
# $z = \sqrt\theta$, with the slope $1 / (2 \sqrt\theta) = 1/6$. And by the chain rule
# $2 z \, \frac{\mathrm{d} z}{\mathrm{d} \theta} - 1 = 0$, so the slope is $1 / (2 z)$. With $z = 3$ that is $1/6$
# again, and nobody took a root: it is enough to know *where* the solution is.
#
# </details>


# %% tags=["demo", "quick"]
def square(z, theta):
    return z * z - theta


nine = torch.tensor(9.0, **kind)
its_root = torch.tensor(3.0, **kind)  # a solution: 3 · 3 = 9
by_z, by_theta = jacrev(square, 0)(its_root, nine), jacrev(square, 1)(its_root, nine)
print(f"by z {by_z:.0f}, by theta {by_theta:.0f}: a slope of {-by_theta / by_z:.4f}")
torch.testing.assert_close(-by_theta / by_z, grad(torch.sqrt)(nine))

# %% [markdown]
# Nothing in that hung on a square. For any $F$, with many unknowns and many parameters, both terms are matrices:
#
# $$\frac{\partial F}{\partial z} \frac{\mathrm{d} z}{\mathrm{d} \theta} + \frac{\partial F}{\partial \theta} = 0
# \qquad\Rightarrow\qquad \frac{\mathrm{d} z}{\mathrm{d} \theta} = -\Big(\frac{\partial F}{\partial z}\Big)^{-1}
# \frac{\partial F}{\partial \theta}$$
#
# That is the **implicit function theorem**. It asks that $\partial F / \partial z$ can be inverted. (At $\theta = 0$
# above it is 0, and there the root's slope is infinite.)
#
# With many unknowns $\mathrm{d} z / \mathrm{d} \theta$ is a matrix of $N \times K$. You rarely want it. You want the
# gradient of *one* number, a loss of $z$. Then three factors stand in a row behind the minus:
#
# $$-\,\underbrace{g^\top}_{(1,\, N)}\; \underbrace{\Big(\frac{\partial F}{\partial z}\Big)^{-1}}_{(N,\, N)}\;
# \underbrace{\frac{\partial F}{\partial \theta}}_{(N,\, K)}, \qquad g = \nabla \mathrm{loss}(z)$$
#
# **Pen and paper.** Take $N = 64$ and $K = 4096$. How many numbers does the first product have if you begin at the
# right end, and how many if you begin at the left one?
#
# <details><summary>Both ends, when you have counted</summary>
#
# From the right it is a matrix of $64 \times 4096$, some 262,000 numbers, by 4096 systems of equations. From the left
# it is a row of 64, by a single one; then that row meets $\partial F / \partial \theta$, and 4096 numbers come out.
#
# </details>
#
# From the left there is one solve with the *transpose*, and one vector to pull back. That is called the **adjoint**
# way.
#
# The other way is to differentiate through the iteration itself, step by step. It is right, too.
#
# **Guess.** Whose peak memory grows with the number of steps that led to $z$: `"unrolled alone"`, `"both"` or
# `"neither"`?

# %% tags=["demo"]
guess("09-memory", ...)

# %% [markdown]
# ## Exercise 3: through the solution (20 minutes)
#
# Half done: the matrix $\partial F / \partial z$ is there, $N$ vectors. Return the gradient of
# $\mathrm{loss}(z(\theta))$ by $\theta$, of shape $(K,)$. One solve; by $\theta$ one vector goes back, and nothing of
# $N \times K$ is made. $z$ is a solution already: don't iterate.


# %% nbgrader={"grade": false, "grade_id": "implicit_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def implicit_gradient(F, loss, z, theta):
    """Return the gradient of loss(z(theta)), where F(z, theta) = 0. Shapes: z (N,), theta (K,) → (K,)."""
    by_z = jacrev(F)(z, theta)
    ### BEGIN SOLUTION
    u = torch.linalg.solve(by_z.T, grad(loss)(z))
    _, pull = vjp(lambda t: F(z, t), theta)
    return -pull(u)[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-implicit_gradient", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check(implicit_gradient)

# %% [markdown]
# Here is a network that feeds on its own output until it settles, $z = \tanh(A z + B \theta)$, and its gradient both
# ways. The theorem's way has no steps to remember. (Its two Jacobians are written out by hand, since they are short
# here; yours works for any $F$.)


# %% tags=["demo", "quick"]
n, k = 24, 512
A = torch.randn(n, n, **exact)
A = 0.5 * A / torch.linalg.matrix_norm(A, 2)
B = torch.randn(n, k, **exact) / k**0.5
theta = torch.randn(k, **exact)


def settled(z, theta):
    return z - torch.tanh(A @ z + B @ theta)


# %% tags=["demo", "quick"]
def walked(theta, steps):
    """Where some steps lead, from 0."""
    z = theta.new_zeros(n)
    for _ in range(steps):
        z = z - settled(z, theta)
    return z


# %% tags=["demo", "quick"]
def height(z):
    return z.square().sum()


def unrolled(steps):
    return grad(lambda theta: height(walked(theta, steps)))(theta)


def adjoint(steps):
    z = walked(theta, steps)  # no record of it
    bend = 1 - torch.tanh(A @ z + B @ theta) ** 2  # the slope of tanh
    by_z = torch.eye(n, **exact) - bend[:, None] * A
    return B.T @ (bend * torch.linalg.solve(by_z.T, 2 * z))


# %% tags=["demo", "quick"]
torch.testing.assert_close(unrolled(60), adjoint(60))
print("After 60 steps the two agree.")

# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import structure

counts = (20, 40, 60, 80, 100) if fast else (25, 50, 100, 200, 400)
both = {"unrolled": unrolled, "adjoint": adjoint}
memory = bench.peaks(both, [(count,) for count in counts])
figures.show(*structure.steps(counts, memory))

# %% [markdown]
# **When does the theorem lose?** It needs a solve with an $N \times N$ matrix, where the unrolled way needs none; and
# it needs $z$ to *be* a solution. Stopped early, unrolling gives the gradient of what the loop really did, the theorem
# that of something else. With few unknowns and a settled $z$, it wins.

# %% tags=["demo", "quick"]
early = [float((unrolled(steps) - adjoint(steps)).norm()) for steps in (2, 8, 60)]
print("the two apart after 2, 8, 60 steps:", ", ".join(f"{each:.0e}" for each in early))

# %% [markdown]
# ## A solver with a rule of its own
#
# Kepler's equation tells where a planet is. Time goes evenly, in the angle $M$ (the *mean anomaly*). The planet doesn't:
# it falls fast past its star. The angle $E$ (the *eccentric anomaly*) gives its place on an ellipse of eccentricity
# $e$, and it must be solved for:
#
# $$E - e \sin E = M$$
#
# **Newton's method** does that: guess, follow the slope to where the line is 0, take that for the next guess.


# %% tags=["demo", "quick"]
def solve(M, e):
    """E by Newton's method, from Danby's start: ten steps do up to e = 0.9."""
    E = M + 0.85 * e * torch.sign(torch.sin(M))
    for _ in range(10):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return E


M = 40 * torch.rand(1000, **exact) - 20
e = 0.9 * torch.rand(1000, **exact)
E = solve(M, e)
print(f"largest error in the equation: {(E - e * E.sin() - M).abs().max():.0e}")

# %% [markdown]
# **Your turn.** The dots are the planet at equal times. Where is it fast? What does $E$ do there?

# %% tags=["demo"]
from autograder import figures
from autograder.figures import structure

turn = torch.linspace(0, 2 * torch.pi, 49, **exact)
eccentricities = [0.0, 0.2, 0.4, 0.6, 0.8, 0.9]


def draw(i):
    e = eccentricities[i]
    return structure.orbit(e, turn, solve(turn, torch.full_like(turn, e)), shown=9)


figures.browse(draw, len(eccentricities), "e", eccentricities)

# %% [markdown]
# You can differentiate through the ten steps, and pay with memory for each. Here is a clever way out that one finds in
# many places: iterate without a record, then take *one last Newton step with one*. Its first derivatives are exact.
#
# **Guess.** And its second derivatives: `"right too"`, `"wrong"` or `"right in forward mode"`?

# %% tags=["demo"]
guess("09-curvature", ...)


# %% tags=["demo", "quick"]
def last_step(M, e):
    E = solve(M.detach(), e.detach())
    return E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))


M, e = torch.tensor(1.0, **exact), torch.tensor(0.6, **exact)
two_ways = {"ten": solve, "last": last_step}
by_both = {name: grad(way)(M, e) for name, way in two_ways.items()}
bends = {name: hessian(way)(M, e) for name, way in two_ways.items()}
h = 1e-4  # lesson 01's differences know nothing of rules
by_differences = (solve(M + h, e) - 2 * solve(M, e) + solve(M - h, e)) / h**2
print(f"slope     ten steps {by_both['ten']:.6f}, last step {by_both['last']:.6f}")
print(f"curvature ten steps {bends['ten']:.6f}, last step {bends['last']:.6f}")
print(f"curvature by differences {by_differences:.4f}")

# %% [markdown]
# The right way is a rule of your own. What the theorem says of $F = E - e \sin E - M$:
#
# $$\frac{\partial E}{\partial M} = \frac{1}{1 - e \cos E}, \qquad
# \frac{\partial E}{\partial e} = \frac{\sin E}{1 - e \cos E}$$
#
# A `torch.autograd.Function` holds such a rule. It has these staticmethods:
#
# | method | what it does |
# |:---|:---|
# | `forward(M, e)` | the value; nothing in it is recorded |
# | `setup_context(ctx, inputs, output)` | keeps tensors: `ctx.save_for_backward(…)`, and once more `ctx.save_for_forward(…)` |
# | `backward(ctx, g)` | pulls the cotangent g back: one gradient for each input |
# | `jvp(ctx, of_M, of_e)` | pushes tangents forward |
#
# and `generate_vmap_rule = True` lets `vmap` run all of them on a batch. Call it by `YourFunction.apply(M, e)`. Torch
# differentiates `backward` and `jvp` as well: that is where second derivatives come from.
#
# ## Exercise 4: Kepler's equation (30 minutes)
#
# Free, by a `torch.autograd.Function` of your own; you may use the lesson's `solve`. Return $E$, of M's shape and dtype,
# for $0 \le e \le 0.9$. `check` asks for
#
# - values: $|E - e \sin E - M| \le 10^{-12}$ in float64, $10^{-5}$ in float32;
# - slopes by both arguments, and second derivatives by `jacfwd(grad(…))` and by `grad` of `grad`;
# - all of it under `vmap`, also with M or e unmapped;
# - a peak of each derivative under half of what the recorded iteration takes.
#
# In a program the class would stand by itself, above the function; here it may stand in it.


# %% nbgrader={"grade": false, "grade_id": "kepler", "locked": false, "schema_version": 3, "solution": true, "task": false}
def kepler(M, e):
    """Return E with E − e sin E = M, entry by entry, by a rule of its own. Shapes: M, e alike → the same."""
    ### BEGIN SOLUTION

    class Kepler(torch.autograd.Function):
        generate_vmap_rule = True

        @staticmethod
        def forward(M, e):
            E = M + 0.85 * e * torch.sign(torch.sin(M))
            for _ in range(10):
                E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
            return E

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.save_for_backward(output, inputs[1])
            ctx.save_for_forward(output, inputs[1])

        @staticmethod
        def backward(ctx, g):
            E, e = ctx.saved_tensors
            by_M = g / (1 - e * torch.cos(E))
            return by_M, by_M * torch.sin(E)

        @staticmethod
        def jvp(ctx, of_M, of_e):
            E, e = ctx.saved_tensors
            return (of_M + of_e * torch.sin(E)) / (1 - e * torch.cos(E))

    return Kepler.apply(M, e)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-kepler", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(kepler)

# %% [markdown]
# ## What torch does not tell
#
# One composition is wrong with *every* rule of this kind, in torch 2.13, and says nothing: **forward over forward**.
# What `jvp` of a Function returns is a constant to an outer forward pass. (Also where a reverse pass lies between the
# two, or inside both: third derivatives.) `gradcheck` and `gradgradcheck` both pass. Here is a cube with a correct
# rule.


# %% tags=["demo", "quick"]
class Cube(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x**3

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_forward(*inputs)

    @staticmethod
    def jvp(ctx, tangent):
        (x,) = ctx.saved_tensors
        return 3 * x**2 * tangent


# %% tags=["demo", "quick"]
at_two = torch.tensor(2.0, **kind)
plain = jacfwd(jacfwd(lambda x: x**3))(at_two)
ruled = jacfwd(jacfwd(Cube.apply))(at_two)
print(f"second derivative of x³ at 2: {plain:g}")
print(f"by a rule, forward over forward: {ruled:g}")

# %% [markdown]
# So test each composition that you use, by itself, against differences of what is one order below. That is lesson 01's
# tool, and this course ends where it began.
#
# | PyTorch says | What happened | Mend it |
# |:---|:---|:---|
# | *must override the setup_context* | `forward(ctx, …)` in the old style. | `forward(M, e)`, and `setup_context`. |
# | *does not have vmap support* | No rule for `vmap`. | `generate_vmap_rule = True`. |
# | *data-dependent control flow* | A `while` in `forward`, under `vmap`. | A fixed number of steps, or a `vmap` staticmethod. |
# | *You must implement the jvp function* | `backward` alone. | A `jvp` staticmethod. |
# | *not enough values to unpack* | `save_for_backward` alone. | `save_for_forward` as well. |
# | *incorrect number of gradients* | One gradient for two inputs. | One for each, `None` where there is none. |
# | *appears to not have been used* | F without theta, by `torch.autograd.grad`. | `vjp`, or `materialize_grads=True`. |
#
# And without a message:
#
# - Two colours on a band of three places a row: wrong entries. One product with a random vector finds it.
# - A pattern probed where a factor is 0 is too small.
# - The transpose forgotten in the solve: right as long as $\partial F / \partial z$ is symmetric.
# - `torch.where(x > 0, x.sqrt(), 0)` has slope NaN at $x < 0$: make the argument safe first, then choose.
# - `vmap(..., out_dims=-1)` of a result that doesn't depend on the batch has a nonsense shape.
#
# ## Bug hunt (10 minutes)
#
# "My Kepler has a rule of its own, and `gradcheck` passes." It holds **two** bugs. Mend it in place. Not graded.


# %% tags=["demo", "quick"]
class Solver(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e):
        return solve(M, e)


# %% tags=["demo", "quick"]
class Again(Solver):
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, g):
        M, e = ctx.saved_tensors
        return slopes(M, e, g)

    @staticmethod
    def jvp(ctx, *tangents):
        M, e = ctx.saved_tensors
        return sum(map(torch.mul, slopes(M, e, 1.0), tangents))


# %% tags=["demo", "quick"]
def slopes(M, e, g):
    """g times both slopes."""
    with torch.no_grad():
        E = solve(M, e)
    by_M = g / (1 - e * torch.cos(E))
    return by_M, by_M * torch.sin(E)


def mended(M, e):
    return Again.apply(M, e)


# %% [markdown]
# Look first. Which tests does it pass, and what does each of them ask?

# %% tags=["demo"]
given = ([1.0, 2.0], [0.3, 0.6])
point = [torch.tensor(value, **exact).requires_grad_() for value in given]
first, second = torch.autograd.gradcheck, torch.autograd.gradgradcheck
tests = {
    "gradcheck": lambda: first(mended, point),
    "gradcheck, forward": lambda: first(mended, point, check_forward_ad=True),
    "gradgradcheck": lambda: second(mended, point),
}
for name, test in tests.items():
    try:
        print(f"{name:20}", "passes" if test() else "fails")
    except Exception as error:
        print(f"{name:20} fails: {str(error).strip().splitlines()[0][:60]}")

# %% tags=["demo"]
check(mended, question="kepler")

# %% [markdown]
# <details><summary>Both bugs, if you give up</summary>
#
# 1. Nothing is saved for forward mode: `jvp` unpacks an empty `ctx.saved_tensors`. Call `ctx.save_for_forward` as well.
# 2. `slopes` works E out again, under `no_grad`, from saved *inputs*. The number is right, so first derivatives are; to
#    whoever differentiates `backward` it is a constant. With the first bug mended, gradients, `jacfwd(grad(…))` and
#    $H v$ are all right, and reverse over reverse is wrong: only `gradgradcheck` tells. Save the *output* in place of M,
#    and hand E to `slopes`: it hangs on M and e by the rule itself.
#
# </details>
#
# ## In your own words (20 minutes)
#
# A weather model has a million cells. What changes in a cell depends on itself and on six neighbours, seven in all. Its
# steady state depends on 40 parameters.
#
# About how many products does the Jacobian take, by colours, and how many without? How many bytes has it as a matrix,
# and how many have its entries, in float32? For the gradient of one loss at the steady state by all 40 parameters:
# which system is solved, which pass follows, and how many of each? And name one test that finds a place that is missing
# from the pattern. Four to seven sentences. (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# Columns may share a product unless they meet in a row, so the number of colours hangs on the pattern and not on the
# size: at least seven, and with a greedy colouring at most some tens (a cell meets 24 others at most through its
# neighbours' rows, so 25), against a million products without. As a matrix the Jacobian has 10¹² numbers of 4 bytes, 4
# TB; its entries are 7 · 10⁶, 28 MB, and their places as much again or some times that. The gradient takes one solve
# with the transpose of ∂F/∂z, with the loss's gradient on the right side, by a sparse or an iterative solver since the
# matrix is never dense; then one pass back by the parameters, a single vector for all 40, with a minus. Forward mode
# would take 40 solves. To test the pattern I multiply the entries with one random vector and compare with one product
# by jvp, or I compare with probing by NaN at some columns.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for numbers: a number of colours of the order of ten that does not grow with the model (seven at least; any
#   between 7 and 49 with a reason), 10⁶ products without; 4 TB against about 28 MB.
# - 1 point for the adjoint and the test: *one* solve with the *transpose*, then *one* pass back by theta (not 40, no
#   matrix of 10⁶ × 40), and one product with a random vector held against `jvp`, or probing by NaN. "Probing at one
#   point" as the only test does not earn it: an entry may be 0 there by chance.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## Take home: a boundary value problem of 2,000 unknowns
#
# The rod again, $u'' + \lambda e^u = 0$ with $u = 0$ at both ends, at 2,000 points. Newton's method needs $J$ at each
# step: three products. A band is solved by elimination, in one sweep down and one up, in plain Python. Where your own
# `sparse_jacobian` and `implicit_gradient` give what they must, they do the work; else the lesson's do.


# %% tags=["demo", "quick"]
def either(own, ours, *trial):
    """Your own function where it gives what ours does, else ours."""
    try:
        torch.testing.assert_close(own(*trial), ours(*trial))  # shapes and dtypes, too
    except Exception:
        print("the lesson's does the work")
        return ours
    print("yours does the work")
    return own


# %% tags=["demo", "quick"]
def bratu(u, heat):
    """What is out of balance at each point; heat has shape (1,)."""
    h = 1 / (len(u) + 1)
    zero = u.new_zeros(1)
    left, right = torch.cat((zero, u[:-1])), torch.cat((u[1:], zero))
    return (left - 2 * u + right) / h**2 + heat * u.exp()


# %% tags=["demo", "quick"]
def banded(below, on, above, right):
    """Solve a band of three diagonals by elimination (Thomas): on, right (N,)."""
    low, mid, up, b = (part.tolist() for part in (below, on, above, right))
    for k in range(1, len(b)):
        factor = low[k - 1] / mid[k - 1]
        mid[k] -= factor * up[k - 1]
        b[k] -= factor * b[k - 1]
    b[-1] /= mid[-1]
    for k in range(len(b) - 2, -1, -1):
        b[k] = (b[k] - up[k] * b[k + 1]) / mid[k]
    return torch.tensor(b, dtype=right.dtype, device=right.device)


# %% tags=["demo", "quick"]
def entries_of_band(f, x, S, colors):
    """The lesson's own: a band's entries, row by row."""
    inside = torch.ones(len(x), 3, dtype=torch.bool, device=x.device)
    inside[0, 0] = inside[-1, 2] = False  # these two lie outside of J
    return three_products(f, x).T[inside]


def tridiagonal(n):
    """A band's pattern, and its colours."""
    places = torch.arange(n, device=device)
    return (places[None] - places[:, None]).abs() <= 1, places % 3


trial = (rod, torch.randn(6, **exact), *tridiagonal(6))
entries = either(sparse_jacobian, entries_of_band, *trial)


# %% tags=["demo", "quick"]
def newton(heat, n, entries):
    """Solve for u; return it and the residuals on the way."""
    u, residuals = torch.zeros(n, **exact), []
    S, colors = tridiagonal(n)
    i, j = S.nonzero(as_tuple=True)
    for _ in range(8):
        wrong = bratu(u, heat)
        residuals.append(float(wrong.abs().max()))
        if residuals[-1] < 1e-6:
            break
        values = entries(lambda u: bratu(u, heat), u, S, colors)
        diagonals = (values[j - i == aside] for aside in (-1, 0, 1))
        u = u - banded(*diagonals, wrong)
    return u, residuals


# %% tags=["demo"]
from time import perf_counter

many = 200 if fast else 2000
heat = torch.tensor([3.0], **exact)
clock = [perf_counter()]
u, residuals = newton(heat, many, entries)
clock.append(perf_counter())
start = torch.zeros(many, **exact)
dense = jacfwd(lambda u: bratu(u, heat))(start)
step = torch.linalg.solve(dense, bratu(start, heat))
clock.append(perf_counter())
print("residuals:", ", ".join(f"{each:.1e}" for each in residuals))
steps = len(residuals) - 1
print(f"{many} unknowns, {steps} steps, {3 * steps} products:")
print(f"{clock[1] - clock[0]:.2f} s; one dense step alone: {clock[2] - clock[1]:.2f} s")

# %% [markdown]
# Now turn it round: how much heat makes the middle exactly 0.5 warm? The solver is a function of one parameter, and
# `implicit_gradient` is its slope. The transpose of a band is a band, so the lesson's own needs no matrix either.


# %% tags=["demo", "quick"]
def through_the_band(F, loss, z, theta):
    """The lesson's own: the adjoint way, its system solved by elimination."""
    below, on, above = three_products(lambda z: F(z, theta), z)
    weights = banded(above[:-1], on, below[1:], grad(loss)(z))  # the transpose
    return -vjp(lambda t: F(z, t), theta)[1](weights)[0]


def middle(u):
    return u[len(u) // 2]


one = torch.ones(1, **exact)
trial = (bratu, middle, newton(one, 9, entries_of_band)[0], one)
gradient = either(implicit_gradient, through_the_band, *trial)

# %% tags=["demo"]
coarse = 51 if fast else 201  # odd: one point is the middle
heat = torch.tensor([1.0], **exact)
for _ in range(9):
    fitted, _ = newton(heat, coarse, entries)
    slope = gradient(bratu, middle, fitted, heat)
    warm = float(middle(fitted))
    print(f"heat {heat.item():.6f}: {warm:.8f} warm, slope {slope.item():.4f}")
    if abs(middle(fitted) - 0.5) < 1e-9:
        break
    heat = heat + (0.5 - middle(fitted)) / slope

# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import structure


def through_newton(heat):
    """The slope by the other way: every step of Newton's recorded."""

    def warm(heat):
        u = torch.zeros(coarse, **exact)
        for _ in range(5):
            by_u = jacfwd(lambda u: bratu(u, heat))(u)
            u = u - torch.linalg.solve(by_u, bratu(u, heat))
        return middle(u)

    return grad(warm)(heat)


# %% tags=["demo"]
slopes_of = {
    "unrolled": through_newton,
    "adjoint": lambda heat: gradient(bratu, middle, fitted, heat),
}
torch.testing.assert_close(*(way(heat) for way in slopes_of.values()))
weighed = bench.peaks(slopes_of, [(heat,)])
taken = {name: peak / 2**20 for name, (peak,) in weighed.items()}
print(", ".join(f"{name} {peak:.2f} MiB" for name, peak in taken.items()))
shown = {"heat 3": u, f"heat {heat.item():.3f}": fitted}
figures.show(*structure.boundary(shown, residuals))

# %% [markdown]
# ## What to take along
#
# - Columns that share no row can share a product. A band takes as many products as it is wide, whatever $N$ is.
# - A pattern that is too small is silent. One product with a random vector speaks.
# - The solution of an equation is differentiated by one solve with the *transpose* and one pass back. How it was found
#   does not matter, and its steps cost no memory.
# - A rule of your own: save the output, for both modes. Test second derivatives by themselves, and never stack two
#   forward modes on it.
#
# You have come to the end. Look back at your map.
#
# ## Further
#
# - [Curtis, Powell and Reid 1974](https://doi.org/10.1093/imamat/13.1.117), *On the estimation of sparse Jacobian
#   matrices*: three pages, and all of exercise 1.
# - [Gebremedhin, Manne and Pothen 2005](https://doi.org/10.1137/S0036144504444711), *What color is your Jacobian?*: a
#   survey of colouring for derivatives.
# - [Griewank and Walther](https://doi.org/10.1137/1.9780898717761), *Evaluating Derivatives*: the book, with chapters
#   on sparsity and on implicit functions.
# - [Extending PyTorch](https://pytorch.org/docs/stable/notes/extending.func.html): `autograd.Function` with
#   `torch.func`.
# - Complex inputs have derivatives of their own, Wirtinger's: [PyTorch's
#   note](https://pytorch.org/docs/stable/notes/autograd.html#autograd-for-complex-numbers).

# %% tags=["demo"]
progress()
