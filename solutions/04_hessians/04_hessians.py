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
# # 4. Derivatives of derivatives
#
# A Jacobian says how steep. A **Hessian** says how the steepness changes, and nothing new is needed to get one: the
# first derivative is a function, too, so differentiate it. There are two modes for the first step and two for the
# second. Where $f$ is smooth all four give the same numbers; one of them may need thirty times the memory of another.
# Which one, depends on $f$, and this lesson measures it.
#
# **You will be able to**
#
# - compose two transforms into a Hessian, and say its shape for scalar and for vector $f$;
# - say why one order of modes is cheap and its mirror image is not, and find the exception;
# - get one block, $\partial^2 f / \partial x \partial y$, without the rest;
# - recognise a Hessian that is zero, or NaN, for a reason;
# - test a Hessian before you believe it.
#
# **You need** lessons 01 to 03. Plan an hour and three quarters; beside each exercise stands what it may take.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. There are three exercises, a bug hunt, and at the end a
#   question to answer in words.
# - Stuck? Write `hint(four_hessians)`, say, in a cell of your own. There are three hints on each exercise.
#
# **Does a first cell fail?** `No module named 'autograder'`: the notebook runs outside the course's environment. Close
# it, and open it by `autograder lab`, in a clone by `make lab`. `name 'check' is not defined`: run the cells from the
# top (*Run ▸ Run All Above Selected Cell*).

# %% tags=["parameters"] nbgrader={"grade": false, "grade_id": "parameters", "locked": true, "schema_version": 3, "solution": false, "task": false}
seed = 0  # another seed, another layer
fast = False  # True: smaller sizes and fewer repetitions in the demonstrations
device = "cpu"  # or "cuda"
dtype = "float32"  # or "float64"

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import torch
import torch.nn.functional as F
from torch.func import grad, hessian, jacfwd, jacrev

from autograder import check, guess, hint, progress, run_on, trend

# The tensors here are small: a second thread has little to do, and makes times jump.
torch.set_num_threads(1)
torch.manual_seed(seed)
device = run_on(device)
kind = {"dtype": getattr(torch, dtype), "device": device}

# %% [markdown]
# **Looking back.** Has a card named a mistake of yours? Then here is a question on it. If not, go on.

# %% tags=["demo"]
guess("yours", ...)  # "a", "b" or "c" in place of the dots

# %% [markdown]
# ## What is a Hessian?
#
# For a *scalar* $f$ of $N$ numbers, the gradient has $N$ entries. Each of them moves when $x$ moves:
#
# $$\underbrace{H}_{(N,\,N)} \qquad H_{ij} = \frac{\partial}{\partial x_j} \frac{\partial f}{\partial x_i}$$
#
# So $H$ is the Jacobian of the gradient. It bears the name of Otto Hesse, who worked with its determinant in the 1840s.
#
# **Pen and paper.** Let $f(x) = x_0^2 x_1 + x_2$. What is $H$ at $(2, 3, 5)$?


# %% tags=["demo", "quick"]
def bowl(x):
    return x[0] ** 2 * x[1] + x[2]


point = torch.tensor([2.0, 3.0, 5.0], **kind)
by_hand = torch.tensor(
    [
        [6.0, 4.0, 0.0],  # the gradient is (2 x0 x1, x0², 1)
        [4.0, 0.0, 0.0],
        [0.0, 0.0, 0.0],  # x2 comes in straight: no curvature
    ],
    **kind,
)
assert torch.equal(jacfwd(jacrev(bowl))(point), by_hand)
assert torch.equal(hessian(bowl)(point), by_hand)

# %% [markdown]
# `jacrev(bowl)` is not a matrix. It is a *function* of $x$ that gives the gradient, so `jacfwd` can take it in hand
# again. And `hessian(f)` is nothing but that: `jacfwd(jacrev(f))`.
#
# **Guess.** An $f$ with 3 inputs and **2 outputs**. Which shape has `jacfwd(jacrev(f))(x)`: `"(3, 3)"`, `"(2, 3, 3)"`
# or `"(6, 6)"`?

# %% tags=["demo"]
guess("04-shape", ...)  # your guess in place of the dots


# %% tags=["demo", "quick"]
def two(x):
    return torch.stack([bowl(x), x[1] * x[2]])


curved = jacfwd(jacrev(two))(point)
print(tuple(curved.shape))
print("the second output's own Hessian:", curved[1].tolist())

# %% [markdown]
# `grad` would refuse here: it differentiates one number. `jacrev` and `jacfwd` take what comes.
#
# **Pen and paper, once more.** What are the Hessians of $\log \sum_k e^{x_k}$ and of $\lVert x \rVert$? You have both
# already: find each gradient first, and look into lesson 03.
#
# <details><summary>Both, to compare</summary>
#
# - The gradient of log-sum-exp is the softmax $p$, so its Hessian is the softmax's Jacobian,
#   $\mathrm{diag}(p) - p p^\top$.
# - The gradient of the norm is the direction $u = x / \lVert x \rVert$, so its Hessian is
#   $(I - u u^\top) / \lVert x \rVert$. It grows without end as $x$ comes near 0; remember that.
#
# That is why those two Jacobians were symmetric: a Jacobian is, if its function is a gradient.
#
# </details>

# %% tags=["demo", "quick"]
p, u = torch.softmax(point, 0), point / point.norm()
hilly, bent = hessian(torch.logsumexp)(point, 0), hessian(torch.linalg.norm)(point)
torch.testing.assert_close(hilly, torch.diag(p) - torch.outer(p, p))
across = torch.eye(3, **kind) - torch.outer(u, u)
torch.testing.assert_close(bent, across / point.norm())

# %% [markdown]
# ## Exercise 1: a Hessian by composition (some 10 minutes)
#
# Nearly done: the first derivative is there. Return $H$, of shape $(N, N)$ for scalar $f$ and $(M, N, N)$ for vector
# $f$, by composing `jacfwd`, `jacrev` and `grad`. No `hessian`, nothing from `torch.autograd.functional`.
#
# Any order gives the right values. `check` looks at the memory, too, so which transform do you put around `first`?
# Lesson 03 has a rule for that: `first` is a function of $N$ numbers. How many does it give for a vector $f$, is that
# tall or wide, and how wide is a pass of either mode through it? As in all lessons, whatever you make has `x`'s dtype
# and is on its device.


# %% nbgrader={"grade": false, "grade_id": "hessian_by_composition", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hessian_by_composition(f, x):
    """Return H. Shapes: x (N,) → (N, N) for scalar f, (M, N, N) for vector f."""
    first = jacrev(f)
    ### BEGIN SOLUTION
    return jacfwd(first)(x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hessian_by_composition", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(hessian_by_composition)

# %% tags=["demo"]
trend(hessian_by_composition)

# %% [markdown]
# ## Four ways to the same numbers
#
# PyTorch's tutorial takes `predict` with 512 inputs and 32 outputs, and computes $H$ by `hessian` and by two other
# compositions. It has $32 \cdot 512 \cdot 512$ entries: 32 MiB in float32. (`fast` takes a smaller layer.)


# %% tags=["demo", "quick"]
def predict(weight, bias, x):
    return torch.tanh(F.linear(x, weight, bias))


def layer(n, m):
    """A weight, a bias and an x for `predict`, of n inputs and m outputs."""
    weight, bias = torch.randn(m, n, **kind), torch.randn(m, **kind)
    return weight / n**0.5, bias, torch.randn(n, **kind)


# %% tags=["demo"]
from autograder import bench

given = layer(*((128, 8) if fast else (512, 32)))
ways = {
    "hessian": hessian(predict, argnums=2),
    "jacfwd(jacfwd)": jacfwd(jacfwd(predict, argnums=2), argnums=2),
    "jacrev(jacrev)": jacrev(jacrev(predict, argnums=2), argnums=2, chunk_size=4096),
}
took, want = bench.times(ways, [given], rounds=1), ways["hessian"](*given)
for name, way in ways.items():
    H = way(*given)
    torch.testing.assert_close(H, want, rtol=1e-3, atol=1e-4)
    print(f"{name:15} {1e3 * took[name][0]:6.0f} ms, shape {tuple(H.shape)}")
del H, want

# %% [markdown]
# All three are equal, and here that is asserted. (The tutorial compares two of them.) Note `argnums=2` on *both* levels.
# Say it on one level only, and the other differentiates the weight:

# %% tags=["demo", "quick"]
by_x = jacrev(predict, argnums=2)
print("argnums=2 on both levels:", jacfwd(by_x, argnums=2)(*layer(5, 3)).shape)
print("on the inner level alone:", jacfwd(by_x)(*layer(5, 3)).shape)

# %% [markdown]
# Two things are not as in the tutorial. `layer` divides the weight by $\sqrt N$, or most outputs would lie where tanh is
# flat. And `jacrev(jacrev)` goes in chunks of 4096 rows. What would it need in one piece? Meter its peak where $M$ is
# small, and look how it grows.

# %% tags=["demo"]
from autograder import bench

rev_rev = jacrev(jacrev(predict, argnums=2), argnums=2)
for outputs in (2, 4, 8):
    given = layer(128, outputs)
    peak = bench.peak(rev_rev, *given) / rev_rev(*given).nbytes
    print(f"{outputs} outputs: a peak of {peak:.0f} times H")

# %% [markdown]
# About $2 M$ times $H$. For the tutorial's 32 outputs that is 64 times 32 MiB, 2 GiB. Why so much? Keep the question in
# mind; you will see all four side by side.

# %% [markdown]
# ## Exercise 2: all four (some 10 minutes)
#
# Half done: here is one of four. Return a dict of four Hessians of a scalar $f$, each $(N, N)$. A name says
# `outer_inner`: `fwd_rev` is forward mode around reverse mode. Compose each yourself: no `hessian`.
#
# The four agree in value, so a mixed-up name would go unseen. `check` sees it all the same.


# %% nbgrader={"grade": false, "grade_id": "four_hessians", "locked": false, "schema_version": 3, "solution": true, "task": false}
def four_hessians(f, x):
    """Return H four times, as fwd_rev, rev_rev, fwd_fwd, rev_fwd (outer_inner). Shapes: x (N,) → (N, N) each."""
    H = {"rev_rev": jacrev(jacrev(f))(x)}
    ### BEGIN SOLUTION
    H["fwd_rev"] = jacfwd(jacrev(f))(x)
    H["fwd_fwd"] = jacfwd(jacfwd(f))(x)
    H["rev_fwd"] = jacrev(jacfwd(f))(x)
    ### END SOLUTION
    return H


# %% nbgrader={"grade": true, "grade_id": "check-four_hessians", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(four_hessians)

# %% [markdown]
# ## Which of the four is cheapest?
#
# **Guess.** The tutorial's `predict`, many inputs and several outputs. Whose peak memory is lowest: `"fwd_rev"`,
# `"rev_rev"`, `"fwd_fwd"` or `"rev_fwd"`?

# %% tags=["demo"]
guess("04-vector", ...)

# %% [markdown]
# **Guess.** Now a *scalar* $f$: a small net with one output, such as a loss. Which one is leaner: `"fwd_rev"`,
# `"rev_rev"` or `"no difference"`?

# %% tags=["demo"]
guess("04-scalar", ...)

# %% [markdown]
# Now measure. Three functions: `predict`; a small scalar net; and the same scalar net with `weight @ x` in place of
# `F.linear`, which gives the same numbers. A peak counts every tensor that is alive at once; we give it in units of
# $H$'s own bytes.
#
# **Your turn.** Step through the four. What does each level do, and what has it to keep?

# %% tags=["demo"]
ways = {
    "fwd_rev": lambda f, x: jacfwd(jacrev(f))(x),
    "rev_rev": lambda f, x: jacrev(jacrev(f))(x),
    "fwd_fwd": lambda f, x: jacfwd(jacfwd(f))(x),
    "rev_fwd": lambda f, x: jacrev(jacfwd(f))(x),
}
n, m, wide, hidden = (128, 8, 256, 16) if fast else (256, 16, 512, 32)
(weight, bias, x), (inner, shift, start) = layer(n, m), layer(wide, hidden)
outer = torch.randn(hidden, **kind)


# %% tags=["demo"]
def loss(x):
    return outer @ predict(inner, shift, x)


def same_loss(x):
    return outer @ torch.tanh(inner @ x + shift)


cases = {
    f"predict, {n} → {m}": (lambda x: predict(weight, bias, x), x),
    f"scalar, {wide} → 1, F.linear": (loss, start),
    f"scalar, {wide} → 1, weight @ x": (same_loss, start),
}
given = list(cases.values())
sizes = [hessian(f)(x).nbytes for f, x in given]

# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import hessians

took = bench.times(ways, given, *((2, 0.02) if fast else (3, 0.07)))
peaks = bench.peaks(ways, given)
measured = {title: {} for title in cases}  # milliseconds, and peak in units of H
for i, title in enumerate(cases):
    for name in ways:
        measured[title][name] = 1e3 * took[name][i], peaks[name][i] / sizes[i]
figures.browse(
    lambda i: (*hessians.one_way(measured, i), bench.busy(took)),
    len(ways),
    "which",
    list(ways),
)

# %% tags=["demo"]
figures.show(*hessians.four_ways(measured), bench.busy(took))
figures.say(*hessians.told(measured))

# %% [markdown]
# Read it from left to right.
#
# - **Vector $f$.** Forward over reverse is the leanest, and `jacrev` on the outside is dear. The first derivative has
#   $M \cdot N$ outputs and $N$ inputs. That is a tall function, and lesson 03 told you which mode is for tall ones.
# - **Scalar $f$.** Now $M = 1$: the gradient has $N$ outputs and $N$ inputs, a square. Reverse over reverse is leaner,
#   by a third or so here. In time the two are close, and either may be ahead. So `hessian` is a safe choice for a loss,
#   and seldom the leanest.
# - **The same $f$, written otherwise.** Values and peaks stay the same, but forward over reverse may take far longer.
#   `jacrev` sends back a batch of $M$ rows even if $M = 1$, and under two batches `weight @ x` becomes another operation
#   than `F.linear`.
# - **Forward mode inside** carries $N$ tangents through everything. With a scalar $f$ that is waste.
#
# And who has to keep what? The nets above have a single layer. Here are 1, 4 and 16 of them, $N = 128$ wide. Before you
# look: which of the four grow with the number of layers?


# %% tags=["demo"]
def deep(layers, outputs, wide=128):
    """A tanh net of that many layers, its last one of shape outputs + (wide,); an x."""
    weights = [torch.randn(wide, wide, **kind) / wide**0.5 for _ in range(layers)]
    last = torch.randn(*outputs, wide, **kind)

    def f(x):
        for weight in weights:
            x = torch.tanh(weight @ x)
        return last @ x

    return f, torch.randn(wide, **kind)


# %% tags=["demo"]
wide = 48 if fast else 128
with_grad = ways | {"fwd_grad": lambda f, x: jacfwd(grad(f))(x)}
print(f"N = {wide}\npeak / H, layers:    1      4     16")
for title, outputs, trials in (("scalar", (), with_grad), ("vector", (8,), ways)):
    nets = [deep(layers, outputs, wide) for layers in (1, 4, 16)]
    H = hessian(nets[0][0])(nets[0][1])
    for name, row in bench.peaks(trials, nets).items():
        print(f"{title}, {name:8}", *(f"{peak / H.nbytes:6.1f}" for peak in row))

# %% [markdown]
# All but one go on growing.
#
# - **Reverse mode inside keeps $f$'s record.** Forward mode outside makes that record $N$ tangents wide: an $N \times N$
#   block for each layer, as large as $H$ itself where $f$ is scalar, kept until the way back has used it. With 8 outputs
#   such a block is an eighth of $H$.
# - **Reverse over reverse** keeps as much for a scalar $f$, and $M$ times as much for a vector $f$.
# - **Reverse over forward** records $N$ tangents on their way: as much for each layer as forward over reverse, on top of
#   far more.
# - **Forward over forward** stands still between 4 and 16 layers: it keeps no record. For a scalar $f$ it is the dearest
#   all the same: $N \cdot N$ tangents at every step are dear from the first layer on.
#
# The last line of the scalar $f$ has `grad` inside in place of `jacrev`, which spares the batch of one row. On a deep
# $f$ it takes more all the same: two blocks for each layer, not one. Where $f$ says `weight @ x` it is quicker, as the
# next cell shows.
#
# And is reverse mode inside right for every $f$? All of these had more inputs than outputs, or as many. So the next
# cell tries a tall one, too.


# %% tags=["demo"]
def compare(title, pair, f, x):
    """Print the time and the peak of some ways to the Hessian of f at x."""
    took, peaks = bench.times(pair, [(f, x)]), bench.peaks(pair, [(f, x)])
    for name, way in pair.items():
        ms, peak = 1e3 * took[name][0], peaks[name][0] / way(f, x).nbytes
        print(f"{title}, {name}: {ms:5.1f} ms, peak {peak:5.1f} times H")


two_inside = {name: with_grad[name] for name in ("fwd_rev", "fwd_grad")}
compare("weight @ x, scalar", two_inside, same_loss, start)
both_forward = {name: ways[name] for name in ("fwd_rev", "fwd_fwd")}
weight, x = torch.randn(512, 8, **kind), torch.randn(8, **kind)
compare("tall, 8 → 512", both_forward, lambda x: torch.tanh(weight @ x), x)

# %% [markdown]
# A tall $f$ has many more rows than columns, so its *first* derivative is dear by rows already. Forward mode on both
# levels is by far the leaner. It is lesson 03 once more, asked at each level.
#
# A rule to remember: *reverse inside, unless $f$ is tall; forward outside, unless $f$ is scalar and you have measured.*
#
# ## Exercise 3: one block (some 20 minutes)
#
# Often you need only how two groups of variables act on each other: $\partial^2 f / \partial x \partial y$ for scalar
# $f(x, y)$, with $x$ of shape $(N,)$ and $y$ of shape $(K,)$. Return that block, of shape $(N, K)$: rows belong to
# $x$, columns to $y$. Use anything from `torch.func`, or `torch.autograd.grad`.
#
# You could join $x$ and $y$, take the whole Hessian, and cut the block out. `check` asks for under half of that peak.


# %% nbgrader={"grade": false, "grade_id": "mixed_hessian", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mixed_hessian(f, x, y):
    """Return ∂²f/∂x∂y for scalar f(x, y). Shapes: x (N,), y (K,) → (N, K)."""
    ### BEGIN SOLUTION
    return jacfwd(grad(f, argnums=0), argnums=1)(x, y)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-mixed_hessian", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check(mixed_hessian)

# %% [markdown]
# ## When is a Hessian zero, and when is it NaN?
#
# **Guess.** A network with ReLU activations, differentiated twice in its *input* at a random point. Its Hessian is
# `"small"`, `"zero"` or `"an error"`?

# %% tags=["demo"]
guess("04-relu", ...)


# %% tags=["demo", "quick"]
def network(activation, seed=seed):
    torch.manual_seed(seed)
    one, two = torch.nn.Linear(12, 64), torch.nn.Linear(64, 1)
    parts = torch.nn.Sequential(one, activation, two).to(**kind).requires_grad_(False)
    return lambda x: parts(x)[0]


where = torch.randn(12, **kind)
smooth = hessian(network(torch.nn.Tanh()))(where)
bent = hessian(network(torch.nn.ReLU()))(where)
print(f"largest entries: tanh {smooth.abs().max():.4f}, ReLU {bent.abs().max():.4f}")

# %% tags=["demo"]
from autograder import figures
from autograder.figures import hessians

figures.show(*hessians.smooth_and_bent(smooth, bent))

# %% [markdown]
# Zeros are right for a ReLU net's output, differentiated in its input, and for every linear $f$. A *loss* on top is
# curved all the same: with $r$ the net's output, $r^2$ has the Hessian $2 \nabla r \nabla r^\top$, which `hessian`
# gives; and in its weights a net of two layers is curved, since they are multiplied.


# %% tags=["demo", "quick"]
relu_net = network(torch.nn.ReLU())
slope, loss_curved = grad(relu_net)(where), hessian(lambda x: relu_net(x) ** 2)(where)
torch.testing.assert_close(loss_curved, 2 * torch.outer(slope, slope))

# %% [markdown]
# Zeros are *wrong* if you cut the graph by accident: a `detach` between the two levels gives the same blank picture.
# How would you know? Ask differences of the gradient.
#
# With `torch.autograd.grad` a linear $f$ is worse than zero. Its gradient does not depend on $x$, so there is nothing
# to walk back over:


# %% tags=["demo"]
def linear(x):
    return (3 * x).sum()


leaf = point.detach().requires_grad_()
(first,) = torch.autograd.grad(linear(leaf), leaf, create_graph=True)
try:
    torch.autograd.grad(first[0], leaf)
except RuntimeError as error:
    print("torch.autograd.grad:", error)
print("jacfwd(jacrev):     ", jacfwd(jacrev(linear))(point).tolist())

# %% [markdown]
# **Guess.** The norm $\lVert x \rVert$ at $x = 0$. Four compositions, and they do not agree. What does *reverse over
# reverse* give: `"0"`, `"nan"` or `"infinite"`?

# %% tags=["demo"]
guess("04-norm", ...)

# %% tags=["demo", "quick"]
origin = torch.zeros(2, **kind)
at_zero = {
    "fwd_rev": jacfwd(jacrev(torch.linalg.norm))(origin),
    "rev_rev": jacrev(jacrev(torch.linalg.norm))(origin),
    "fwd_fwd": jacfwd(jacfwd(torch.linalg.norm))(origin),
    "rev_fwd": jacrev(jacfwd(torch.linalg.norm))(origin),
}
for name, H in at_zero.items():
    print(name, H.tolist())

# %% [markdown]
# Two say 0, two say NaN, and the truth is that there is no second derivative at 0: your
# $(I - u u^\top) / \lVert x \rVert$ has no limit there. Where compositions disagree, look at $f$, not at the modes. The
# usual cure is a norm that is smooth: `(x @ x + tiny).sqrt()`.
#
# ## Why should you believe it?
#
# Three tests, each a line or two. None of them needs a second Hessian.
#
# 1. **Symmetry**: $H = H^\top$ for smooth $f$. Test it; never *make* it so by averaging, for that hides the error.
# 2. **A product against a difference**: $H u \approx (\nabla f(x + hu) - \nabla f(x - hu)) / 2h$ for one random $u$.
# 3. **An example by hand**: $x_0^2 x_1$ finds a lost factor, and variables that have changed places.


# %% tags=["demo", "quick"]
def symmetry_gap(H):
    return (H - H.mT).abs().max().item()


def product_gap(f, x, H, h=1e-3):
    """Relative gap between H u and a central difference of gradients, random u."""
    u = torch.randn_like(x)
    slope = (grad(f)(x + h * u) - grad(f)(x - h * u)) / (2 * h)
    return ((H @ u - slope).norm() / slope.norm()).item()


# %% tags=["demo", "quick"]
net, at = network(torch.nn.Tanh(), seed=1), torch.randn(12, **kind)
right = jacfwd(jacrev(net))(at)
candidates = {
    "right": right,
    "half of it": right / 2,
    "one triangle": torch.triu(right),
    "JᵀJ in its place": torch.outer(grad(net)(at), grad(net)(at)),
    "row sums on a diagonal": torch.diag(right.sum(1)),
}
print(f"{'':24}symmetry gap   product gap")
for name, H in candidates.items():
    print(f"{name:24}{symmetry_gap(H):12.1e}  {product_gap(net, at, H):12.1e}")

# %% [markdown]
# Symmetry is content with four of the five, and three of these are wrong. The product finds every wrong one.
#
# | PyTorch says | What happened | Mend it |
# |:---|:---|:---|
# | *Expected f(*args) to return a scalar Tensor* | `grad(grad(f))`, or `grad` of a vector `f`. | `jacfwd` or `jacrev` outside; `jacrev` inside for a vector `f`. |
# | *element 0 of tensors does not require grad* | `create_graph` forgotten, or `f` is linear. | `create_graph=True` inside; or `torch.func`. |
# | *unexpected keyword argument 'chunk_size'* | `hessian` and `jacfwd` know no chunks. | `jacrev(..., chunk_size=…)`. |
# | *should contain a single element* | The `hessian` of `autograd.functional`, of a vector `f`. | A composition. |
# | *called random operation while in randomness error mode* | Dropout in `f`. | Switch it off: the Hessian of what, otherwise? |
# | *Trying to use forward AD with* | An operation has no forward rule: `grid_sample`, `nn.LSTM`. | `jacrev(jacrev(f))`, in chunks. |
# | *attention_for_cpu_backward is not implemented* | Attention over four axes on a CPU, so a layer of `nn.Transformer` too: neither mode has a rule for its second derivative. | Choose `SDPBackend.MATH` of `torch.nn.attention` for it, by `with sdpa_kernel(…):`. |
# | *the derivative for '_cdist_backward' is not implemented* | `cdist`, and `pdist`: neither mode has a rule. | Write the differences out: `(x[:, None] - y).norm(dim=-1)`. |
#
# And without a message: parameters as a dict give a dict of dicts, block by block, and no matrix; a mean in place of
# a sum gives $H$ divided by a count; `.backward(create_graph=True)` warns of a cycle, and means it.
#
# ## Bug hunt (some 15 minutes)
#
# A colleague needs $\partial^2 f / \partial x \partial y$, and prefers `torch.autograd.grad`. "Hessians are symmetric,
# so I made sure. Tested on my energy with five $x$ and five $y$." It holds **two** bugs. Mend it in place, changing as
# little as you can. Not graded.


# %% tags=["demo", "quick"]
def mended(f, x, y):
    """∂²f/∂x∂y for scalar f(x, y). Shapes: x (N,), y (K,) → (N, K)."""
    a, b = x.detach().requires_grad_(), y.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(a, b), b, create_graph=True)
    rows = [torch.autograd.grad(entry, a, retain_graph=True)[0] for entry in g]
    H = torch.stack(rows)
    return (H + H.T) / 2


# %% [markdown]
# Look first. Where is it right, and what is special there?


# %% tags=["demo"]
def energy(x, y):
    return torch.exp(-((x[:, None] - y[None, :]) ** 2)).sum()


def lopsided(x, y):
    return (torch.sin(x).cumsum(0)[:, None] * torch.cos(y)[None, :]).pow(2).sum()


# %% tags=["demo"]
trials = {
    "energy, 5 and 5, y = x": (energy, where[:5], where[:5]),
    "lopsided, 5 and 5": (lopsided, where[:5], where[5:10]),
    "lopsided, 5 and 3": (lopsided, where[:5], where[5:8]),
}
for name, (f, x, y) in trials.items():
    want = hessian(f, argnums=(0, 1))(x, y)[0][1]
    try:
        equal = torch.allclose(mended(f, x, y), want, atol=1e-4)
        print(f"{name:24}", "right" if equal else "wrong")
    except RuntimeError as error:
        print(f"{name:24} refused:", str(error).split(" at ")[0])

# %% tags=["demo"]
check(mended, question="mixed_hessian")

# %% [markdown]
# <details><summary>Both bugs, if you give up</summary>
#
# 1. The first gradient is by `b`, so the rows belong to $y$: this is $\partial^2 f / \partial y \partial x$, the
#    transpose. First by `a`, then by `b`.
# 2. The whole Hessian is symmetric. A block off its diagonal is not, and with $N \ne K$ it can't be. The average made
#    the transpose look right on a symmetric example. Return `H`.
#
# </details>
#
# ## In your own words (some 10 minutes)
#
# A heat model has 20,000 parameters and a scalar loss, in float32. Your colleague calls `hessian(loss)(x)` and runs
# out of memory. It turns out that she only wants to know how 200 of the parameters act on 50 others.
#
# How many bytes has the whole Hessian, and how many has the block she wants? Which derivative would you take inside,
# which outside, and by which variables? If she did need a whole Hessian of a scalar loss, which two compositions would
# you try, and how would you choose between them? And how would you test the result? Four to seven sentences.
# (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# The whole Hessian has 20,000² entries of 4 bytes, 1.6 GB, and any composition keeps several times that while it
# works. The block has 200 · 50 entries: 40 kB. I would split the parameters into a (those 200), b (those 50) and the
# rest, held fixed, and take the gradient by one of them in reverse mode inside; outside, the Jacobian of that gradient
# by the other one, best by the 50 with jacfwd, so that only 50 tangents go through. For a whole Hessian of a scalar
# loss I would try forward over reverse and reverse over reverse, measure time and peak on this very loss at a smaller
# size, and take the better, since it depends on how the loss is written; in chunks if need be. To test the block I
# compare its product with one random vector with a central difference of the gradient; symmetry would say nothing, as
# a block off the diagonal is not symmetric.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for sizes and the block: 1.6 GB (1.49 GiB) against 40 kB; gradient by one group inside, Jacobian by the
#   other outside, neither of them over all 20,000. Either order, and either mode outside, is fine.
# - 1 point for choosing and testing: forward over reverse and reverse over reverse, decided by measuring; and a test
#   that could fail (differences of the gradient along a vector, a second composition, a case by hand). Symmetry alone
#   is not enough, least of all for a block.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## What to take along
#
# - A derivative is a function: differentiate it. $H$ has shape `out.shape + (N, N)`.
# - Reverse inside, unless $f$ is tall. Outside, forward for a vector $f$; for a scalar $f$ measure, reverse may be
#   better. Either way $f$'s record is kept; only forward over forward has none.
# - `argnums` belongs to each level. Ask for the block that you want, not for the whole.
# - Zero and NaN can be right. Symmetry is a weak test; a product against a difference is a strong one.
#
# For a batch of samples there is a Hessian each. **Lesson 05** computes derivatives of many samples without a loop.
#
# ## Further
#
# - [Jacobians, Hessians, hvp, vhp, and more](https://pytorch.org/tutorials/intermediate/jacobians_hessians.html),
#   PyTorch's own tutorial: its section on `hessian` is the one that this lesson measures.
# - [`torch.func.hessian`](https://docs.pytorch.org/docs/stable/generated/torch.func.hessian.html): the reference, and
#   what it says about operations without a forward rule.
# - Dagréou, Ablin, Vaiter and Moreau, [How to compute Hessian-vector
#   products?](https://iclr-blogposts.github.io/2024/blog/bench-hvp/), 2024: the same orders of modes, timed on large
#   nets with JAX and PyTorch.
# - Griewank and Walther, [Evaluating Derivatives](https://doi.org/10.1137/1.9780898717761), 2008: second derivatives by
#   all orders of modes, and what each has to keep.

# %% tags=["demo"]
progress()
