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
# # 6. Curvature without the matrix
#
# A network with a million parameters has a Hessian of a million times a million numbers: 4 TB in float32. Nobody has
# ever seen it. And yet people know its trace, its diagonal, its largest eigenvalues, even the shape of its whole
# spectrum. They ask it one question only: *what do you do to this vector?* The answer, $H v$, costs about as much as a
# few gradients.
#
# **You will be able to**
#
# - compute $H v$ forward over reverse and reverse over reverse, and $v^\top H$;
# - say what one product costs as $N$ grows, and measure which route is leaner;
# - take many products at once;
# - find diagonal, trace and largest curvature of a matrix that you never build;
# - see the spectrum of a trained network's Hessian.
#
# **You need** lessons 01 to 04. Plan three hours, in two sittings: after exercise 4 is a good place to stop.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. There are seven exercises, most of them of one to five lines, a
#   bug hunt, and at the end a question to answer in words.
# - `torch.autograd.functional` is out in this lesson; `torch.func.linearize`, whose tracing takes long, in exercise 1.
# - Stuck? Write `hint(hvp)`, say, in a cell of your own. There are three hints on each exercise.
#
# **Does a first cell fail?** `No module named 'autograder'`: the notebook runs outside the course's environment. Close
# it, and open it by `autograder lab`, in a clone by `make lab`. `name 'check' is not defined`: run the cells from the
# top (*Run ▸ Run All Above Selected Cell*).

# %% tags=["parameters"] nbgrader={"grade": false, "grade_id": "parameters", "locked": true, "schema_version": 3, "solution": false, "task": false}
seed = 0  # another seed, another network
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
# ## What is a Hessian-vector product?
#
# Walk from $x$ a small step in the direction $v$. How does the gradient change?
#
# $$\underbrace{H v}_{(N)} = \lim_{\varepsilon \to 0} \frac{\nabla f(x + \varepsilon v) - \nabla f(x)}{\varepsilon}$$
#
# **Pen and paper.** Lesson 04's $f(x) = x_0^2 x_1 + x_2$ has $H$ as below at $(2, 3, 5)$. What is $H v$ for
# $v = (1, 2, 3)$?


# %% tags=["demo", "quick"]
def bowl(x):
    return x[0] ** 2 * x[1] + x[2]


point = torch.tensor([2.0, 3.0, 5.0], **kind)
direction = torch.tensor([1.0, 2.0, 3.0], **kind)
H = torch.tensor([[6.0, 4.0, 0.0], [4.0, 0.0, 0.0], [0.0, 0.0, 0.0]], **kind)
by_hand = torch.tensor([14.0, 4.0, 0.0], **kind)  # 6 + 8, 4, 0
assert torch.equal(H @ direction, by_hand)
assert torch.equal(hessian(bowl)(point), H)

# %% [markdown]
# And once more, where $N$ is not three: the log-sum-exp of $x$. Its gradient is $s = \operatorname{softmax}(x)$. Change
# $x$ by a little along $v$, and by how much does $s$ change?
#
# $$H v = \big(\operatorname{diag} s - s s^\top\big)\, v = s \odot v - s\, (s^\top v)$$
#
# On the left stands a matrix. On the right stand two products of vectors: there was never any need to write it down.


# %% tags=["demo", "quick"]
def log_sum_exp(x):
    return x.logsumexp(0)


s = point.softmax(0)
by_formula = s * direction - s * (s @ direction)
torch.testing.assert_close(hessian(log_sum_exp)(point) @ direction, by_formula)

# %% [markdown]
# The formula above is a limit of differences. So let us take differences, and see how far they get.

# %% tags=["demo", "quick"]
slope = grad(bowl)
for h in (1e-1, 1e-2, 1e-3):
    difference = (slope(point + h * direction) - slope(point)) / h
    print(f"h = {h:g}: {[round(entry, 4) for entry in difference.tolist()]}")

# %% [markdown]
# Near, and never there: too long a step bends, too short a step drowns in rounding (lesson 01's V-curve). But you know
# a tool that takes the limit exactly. The derivative of a *function* along a *direction* is a **jvp**. The function
# here is the gradient. (Barak Pearlmutter published this for networks in 1994: the exact product, for the price of a
# few gradients.)
#
# **Guess.** `jvp(grad(f), (x,), (v,))` returns two things. What is the *first*: `"f(x)"`, `"the gradient"` or `"H v"`?

# %% tags=["demo"]
guess("06-first", ...)  # your guess in place of the dots

# %% tags=["demo", "quick"]
first, second = jvp(slope, (point,), (direction,))
print("first: ", first.tolist())
print("second:", second.tolist())

# %% [markdown]
# ## Exercise 1: forward over reverse (5 minutes)
#
# Nearly done. Reverse mode is inside, in `grad`. Push one tangent through it, and return $H v$, of shape $(N,)$.
#
# `check` counts: one tangent pass, of width 1, and nothing of size $N \times N$. As in all lessons, whatever you make
# has `x`'s dtype and is on its device.


# %% nbgrader={"grade": false, "grade_id": "hvp", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hvp(f, x, v):
    """Return H v for scalar f, forward over reverse. Shapes: x, v (N,) → (N,)."""
    gradient = grad(f)
    ### BEGIN SOLUTION
    return jvp(gradient, (x,), (v,))[1]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hvp", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(hvp)

# %% [markdown]
# ## What does one product cost?
#
# **Guess.** Next to the whole Hessian, what does one $H v$ cost: `"half a Hessian"`, `"N gradients"` or
# `"a few gradients"`?

# %% tags=["demo"]
guess("06-cost", ...)


# %% [markdown]
# Measure. Here is Rosenbrock's banana valley in $N$ dimensions, a classic test for optimisers. Both axes of the figure
# are logarithmic, so a power of $N$ is a straight line, and its slope is the power.


# %% tags=["demo", "quick"]
def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


# %% tags=["demo"]
def product(f, x, v):
    return jvp(grad(f), (x,), (v,))[1]


ways = {
    "all of H, then H @ v": lambda x, v: hessian(rosenbrock)(x) @ v,
    "one product": lambda x, v: product(rosenbrock, x, v),
    "one gradient": lambda x, v: grad(rosenbrock)(x),
}
sizes = (64, 128, 256, 512) if fast else (64, 128, 256, 512, 1024, 2048)
given = [(torch.randn(n, **kind), torch.randn(n, **kind)) for n in sizes]

# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import hvps

peaks = bench.peaks(ways, given)
times = bench.times(ways, given, 2 if fast else 4, seconds=0.02)
figure, said = hvps.against_n(sizes, times, peaks)
figures.show(figure, said, bench.busy(times))
whole, one, gradient = (times[name][-1] for name in ways)
print(f"N = {sizes[-1]}: H {1e3 * whole:.1f} ms, a product {1e3 * one:.2f} ms.")
print(f"In gradients: a product {one / gradient:.1f}, H {whole / gradient:.0f}.")

# %% [markdown]
# Peak memory has slope 2 for the matrix and slope 1 for the product, to the second digit: bytes are counted, not
# timed. Time is less tidy. At these sizes a product is nearly all fixed cost, so its line is almost flat; the matrix
# has $N$ times the work, and the larger $N$, the more of it shows.
#
# Does your own `hvp` keep that lead? The clock is asked on another $f$.

# %% tags=["demo"]
trend(hvp)

# %% [markdown]
# ## Exercise 2: reverse over reverse (15 minutes)
#
# Some operations have no forward-mode rule. Then both passes must be reverse. The trick: $g(x) = \nabla f(x)$ is a
# vector, but $g(x)^\top v$ is a number, and you can differentiate a number.
#
# $$\nabla_x \big( \underbrace{g(x)^\top v}_{\text{scalar}} \big) = H v \qquad \text{(v held fixed)}$$
#
# Half done: the first backward is there, and recorded. Take the second. What has a linear $f$ to say? Its gradient does
# not depend on $x$, so there is nothing to walk back over, and the answer is zeros.


# %% nbgrader={"grade": false, "grade_id": "hvp_revrev", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hvp_revrev(f, x, v):
    """Return H v for scalar f by two backwards, without forward mode. Shapes: x, v (N,) → (N,)."""
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    ### BEGIN SOLUTION
    if not g.requires_grad:
        return torch.zeros_like(x)
    (Hv,) = torch.autograd.grad(g @ v, leaf, allow_unused=True)
    return torch.zeros_like(x) if Hv is None else Hv
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hvp_revrev", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(hvp_revrev)

# %% [markdown]
# ## The tutorial's two, side by side
#
# PyTorch's tutorial takes $f(x) = \sum_i \sin x_i$ with $N = 2048$, puts each of the two modes around the gradient, and
# checks that they agree. It never *measures* them; that comes below. For this $f$ we even know the answer: $H$ is
# diagonal, with $-\sin x_i$ on it. (The second stands here as you have just met it, the tutorial's own is next.)


# %% tags=["demo", "quick"]
def sines(x):
    return x.sin().sum()


def forward_over_reverse(f, x, v):
    return jvp(grad(f), (x,), (v,))[1]


def reverse_over_reverse(f, x, v):
    return grad(lambda x: grad(f)(x) @ v)(x)


# %% tags=["demo", "quick"]
x, v = torch.randn(2048, **kind), torch.randn(2048, **kind)
one_way = forward_over_reverse(sines, x, v)
other_way = reverse_over_reverse(sines, x, v)
torch.testing.assert_close(one_way, other_way)
torch.testing.assert_close(one_way, -x.sin() * v)
print("equal, and equal to the exact answer")

# %% [markdown]
# The tutorial's title also promises **vhp**, the product from the left. Its page never uses the word again; but its
# second function, `hvp_revrev`, is one. Here it is.
#
# $$\underbrace{v^\top}_{(N)} \underbrace{H}_{(N,\,N)} = \text{one reverse pass through } g = \nabla f$$
#
# **Guess.** For smooth $f$, what does $v^\top H$ give next to $H v$: `"the same numbers"`, `"the same, transposed"` or
# `"others"`?

# %% tags=["demo"]
guess("06-vhp", ...)

# %% [markdown]
# ## Exercise 3: from the left (5 minutes)
#
# Half done. `vjp` has pulled the gradient's value and a function out of $g$. Return $v^\top H$, of shape $(N,)$. Mind
# what that function returns.


# %% nbgrader={"grade": false, "grade_id": "vhp", "locked": false, "schema_version": 3, "solution": true, "task": false}
def vhp(f, x, v):
    """Return vᵀ H for scalar f, by reverse mode over the gradient. Shapes: x, v (N,) → (N,)."""
    g, pull = vjp(grad(f), x)
    ### BEGIN SOLUTION
    return pull(v)[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-vhp", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(vhp)

# %% [markdown]
# ## Which route is leaner?
#
# The tutorial says that forward over reverse is "generally the more memory efficient way", since forward mode keeps no
# record. That is an argument. It is not a measurement.
#
# **Guess.** The tutorial's own $f$, $N = 2048$. Whose peak is lower: `"forward over reverse"`,
# `"reverse over reverse"` or `"equal"`?

# %% tags=["demo"]
guess("06-leaner", ...)

# %% [markdown]
# Four functions: the tutorial's; a deep chain of tanh layers; a small network's loss by its weights; and Sinkhorn's
# iteration, which makes the rows and columns of a matrix sum to one in turns. And four routes: forward over reverse,
# and reverse over reverse in three ways. These are the gradient of $g^\top v$, a `vjp` of the gradient (the tutorial's),
# and `torch.autograd.grad` twice.


# %% tags=["demo", "quick"]
def layers(x):
    for _ in range(16):
        x = torch.tanh(1.1 * x + x.roll(1))
    return x.pow(2).sum()


inputs = torch.randn(256, 8, **kind)
targets = torch.sin(inputs.sum(1))


def loss(weights):
    inner, bias, outer = weights.split([8 * 32, 32, 32])
    hidden = torch.tanh(inputs @ inner.view(8, 32) + bias)
    return (hidden @ outer - targets).pow(2).mean()


# %% tags=["demo", "quick"]
def sinkhorn(x):
    side = round(len(x) ** 0.5)
    logs = x.view(side, side)
    for _ in range(6):
        logs = logs - logs.logsumexp(0, keepdim=True)
        logs = logs - logs.logsumexp(1, keepdim=True)
    return logs.exp().pow(2).sum()


# %% tags=["demo", "quick"]
def from_the_left(f, x, v):
    return vjp(grad(f), x)[1](v)[0]


def twice(f, x, v):
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.autograd.grad(g @ v, leaf)[0]


# %% tags=["demo", "quick"]
routes = {
    "jvp of the gradient": forward_over_reverse,
    "gradient of gᵀv": reverse_over_reverse,
    "vjp of the gradient": from_the_left,
    "autograd.grad twice": twice,
}
cases = {
    "sines, N = 2048": (sines, 2048),
    "16 tanh layers, N = 512": (layers, 512),
    "a net's loss, N = 320": (loss, 320),
    "Sinkhorn, N = 2025": (sinkhorn, 2025),
}

# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import hvps

measured, turns = {}, []
for title, (f, n) in cases.items():
    x, v = 0.5 * torch.randn(n, **kind), torch.randn(n, **kind)
    memory = bench.peaks(routes, [(f, x, v)])
    clock = bench.times(routes, [(f, x, v)], 2 if fast else 4, seconds=0.02)
    rows = {name: (memory[name][0] / x.nbytes, 1e3 * clock[name][0]) for name in routes}
    measured[title] = rows
    turns.append(clock)
figure, said = hvps.routes(measured)
figures.show(figure, said, bench.busy(*turns))
figures.say(said)

# %% [markdown]
# So much for the claim. On the tutorial's own function every reverse route is leaner than forward over reverse. On
# Sinkhorn's iteration forward over reverse is leaner than both of `torch.func`'s reverse routes, and
# `torch.autograd.grad` is leaner still. **Which one is leaner depends on $f$**, and on how you write it down. If it
# matters, measure it, on your function.
#
# Then why learn forward over reverse? It is one line, without `create_graph`, and a linear $f$ is no special case. But
# ask it for a second direction at the same $x$, and it evaluates $f$ and its gradient once more. What does not depend
# on $v$ can be kept. There are three ways:
#
# - `torch.func.linearize(grad(f), x)` traces the tangent pass, and hands back a program for it;
# - `vjp(grad(f), x)` records the gradient, and hands back a function that may be called again and again;
# - `torch.autograd.grad(…, create_graph=True)` records it, too, and each $v$ is pulled back through that record.
#
# What does each cost to set up, what does a product cost after that, and from how many products on does it pay?


# %% tags=["demo", "quick"]
def anew(f, x):
    return lambda v: jvp(grad(f), (x,), (v,))[1]


def linearized(f, x):
    return torch.func.linearize(grad(f), x)[1]


# %% tags=["demo", "quick"]
def pull_kept(f, x):
    pull = vjp(grad(f), x)[1]
    return lambda v: pull(v)[0]


def gradient_kept(f, x):
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return lambda v: torch.autograd.grad(g, leaf, v, retain_graph=True)[0]


# %% tags=["demo", "quick"]
keepers = {
    "anew": anew,
    "linearize": linearized,
    "vjp kept": pull_kept,
    "gradient kept": gradient_kept,
}

# %% tags=["demo"]
from warnings import catch_warnings, simplefilter

from autograder import bench

x, v = 0.5 * torch.randn(320, **kind), torch.randn(320, **kind)
with catch_warnings():
    simplefilter("ignore")  # torch warns of a detail of its own recording
    setup = bench.times(keepers, [(loss, x)], rounds=2)
    products = {name: way(loss, x) for name, way in keepers.items()}
each = bench.times(products, [(v,)], 2 if fast else 5, seconds=0.05)

# %% tags=["demo"]
from math import ceil

for name in keepers:
    saved = each["anew"][0] - each[name][0]
    pays = f"pays from product {ceil(setup[name][0] / saved)} on" if saved > 0 else ""
    print(f"{name:13} set-up {1e3 * setup[name][0]:6.2f} ms", end=", ")
    print(f"each {1e3 * each[name][0]:.3f} ms", pays)

# %% [markdown]
# Tracing is dear: `linearize` pays late. A recorded gradient costs little more than a gradient, and pays from the
# second product on at the latest. So wherever many products are taken at one $x$, we keep it: for power iteration and
# for Lanczos' method, further down. The price is memory, all of the record for as long as you hold it.
#
# Reverse over reverse has another use: some operations have no forward-mode rule (`grid_sample`, `nn.LSTM`). It is no
# cure for those that have no second derivative in either mode; the table at the end names some.
#
# ## Exercise 4: many at once (10 minutes)
#
# You have $K$ directions, the rows of $V$. Return $H V_k$ for each, of shape $(K, N)$, in **one** batched pass. No
# loop.


# %% nbgrader={"grade": false, "grade_id": "hvp_many", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hvp_many(f, x, V):
    """Return H V[k] as row k. Shapes: x (N,), V (K, N) → (K, N)."""
    ### BEGIN SOLUTION
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hvp_many", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(hvp_many)

# %% [markdown]
# **A good place to stop.** You can multiply with a Hessian in every way there is. What follows is what one does with
# the products.
#
# ## The diagonal
#
# Some optimisers want only $H_{ii}$: how curved is $f$ along each coordinate? A colleague has an idea. "One product
# with $v = (1, \ldots, 1)$ gives the sum of each row. That will do."
#
# **Guess.** When are the row sums of $H$ its diagonal: `"always"`, `"where H is diagonal"` or `"never"`?

# %% tags=["demo"]
guess("06-rows", ...)

# %% tags=["demo", "quick"]
ones = torch.ones(3, **kind)
for name, f in {"sines": sines, "bowl": bowl}.items():
    sums, diagonal = forward_over_reverse(f, point, ones), hessian(f)(point).diagonal()
    print(f"{name:6} row sums", [round(entry, 3) for entry in sums.tolist()])
    print(f"{name:6} diagonal", [round(entry, 3) for entry in diagonal.tolist()])

# %% [markdown]
# ## Exercise 5: the diagonal, without the matrix (25 minutes)
#
# Return $\operatorname{diag} H$, of shape $(N,)$. $H e_j$ is column $j$, and you want one number of it. You may take as
# many products as you like.
#
# `check` looks at the memory: at $N = 512$ under $N^2 / 4$ elements. All unit vectors at once are `torch.eye(N)`, and
# that is too much before you have begun. One at a time is lean and slow. What lies between?


# %% nbgrader={"grade": false, "grade_id": "hessian_diagonal", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hessian_diagonal(f, x):
    """Return diag H for scalar f. Shapes: x (N,) → (N,)."""
    ### BEGIN SOLUTION
    pull = vjp(grad(f), x)[1]
    parts = []
    for block in torch.arange(len(x), device=x.device).split(8):
        units = F.one_hot(block, len(x)).to(x)
        parts.append(vmap(pull)(units)[0].gather(1, block[:, None])[:, 0])
    return torch.cat(parts)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hessian_diagonal", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check(hessian_diagonal)

# %% [markdown]
# ## The trace, by tossing coins
#
# The diagonal takes $N$ products. Its *sum* takes far fewer, if an estimate is enough. Draw a probe $p$ of $N$ coins,
# each $+1$ or $-1$. Coins are independent, so $\mathbb{E}[p_i p_j]$ is 1 for $i = j$ and 0 otherwise, and
#
# $$\mathbb{E}\big[p^\top H p\big] = \sum_{i,j} H_{ij}\, \mathbb{E}[p_i p_j] = \operatorname{tr} H .$$
#
# This is Hutchinson's estimator, of 1989; he wanted it for smoothing splines. What is off the diagonal does not vanish:
# it is noise, with variance $2 \sum_{i \ne j} H_{ij}^2$ for one probe. For a diagonal $H$ a single probe is exact.
#
# **Guess.** You take the mean over $K$ probes. To *halve* its error you need `"2 times"`, `"4 times"` or `"16 times"`
# as many?

# %% tags=["demo"]
guess("06-probes", ...)

# %% [markdown]
# ## Exercise 6: Hutchinson's trace (10 minutes)
#
# Return the mean over $k$ of $p_k^\top H p_k$, a tensor without axes. The probes are the rows of `probes`, $(K, N)$.
# `check` looks at the memory here, too, and with many more probes than inputs: nothing of size $K \times K$.


# %% nbgrader={"grade": false, "grade_id": "hutchinson_trace", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hutchinson_trace(f, x, probes):
    """Return the mean of pᵀ H p over the probes. Shapes: x (N,), probes (K, N) of ±1 → ()."""
    ### BEGIN SOLUTION
    products = vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)
    return (probes * products).sum(1).mean()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hutchinson_trace", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(hutchinson_trace)

# %% tags=["demo"]
n, repeats = 100, 50 if fast else 400
x = torch.randn(n, **kind)
H = hessian(rosenbrock)(x)  # small enough to look at: only to know the truth
trace = H.trace()
noise = 2 * (H.square().sum() - H.diagonal().square().sum())  # one probe's variance


def typical_error(count):
    probes = torch.randint(0, 2, (repeats, count, n), device=device).to(x) * 2 - 1
    estimates = ((probes @ H) * probes).sum(-1).mean(-1)
    return float(((estimates - trace) / trace).square().mean().sqrt())


# %% tags=["demo"]
from autograder import figures
from autograder.figures import hvps

counts = [1, 4, 16, 64, 256]
errors = [typical_error(count) for count in counts]
law = [float((noise / count).sqrt() / trace) for count in counts]
figure, said = hvps.probes(counts, errors, law)
figures.show(figure, said)
figures.say(said)

# %% [markdown]
# The slope is $-\tfrac12$, as it must be for a mean. A rough trace is cheap; each further digit costs a hundred times
# the work.
#
# ## The largest curvature
#
# Multiply almost any vector by $H$ again and again, and it turns towards the eigenvector whose eigenvalue is largest in
# size. Why? Each product stretches that part of it most. Bring it back to length 1 every time, or it overflows. After
# the last step, the **Rayleigh quotient** tells the eigenvalue, with its sign:
#
# $$u \leftarrow \frac{H u}{\lVert H u \rVert}, \qquad \lambda = u^\top H u \quad (\lVert u \rVert = 1)$$
#
# ## Exercise 7: power iteration (20 minutes)
#
# Free. Return $(\lambda, u)$ after `steps` iterations from `v0`: $u$ the last unit vector, $\lambda$ the Rayleigh
# quotient of that very $u$. At most `steps + 1` products.


# %% nbgrader={"grade": false, "grade_id": "top_curvature", "locked": false, "schema_version": 3, "solution": true, "task": false}
def top_curvature(f, x, v0, steps):
    """Return (λ, u) after `steps` power iterations. Shapes: x, v0 (N,) → (), (N,)."""
    ### BEGIN SOLUTION
    u = v0
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        u = w / w.norm()
    return u @ jvp(grad(f), (x,), (u,))[1], u
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-top_curvature", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(top_curvature)

# %% [markdown]
# ## How fast, and how would you know?
#
# Write $v_0$ in eigenvectors. A product multiplies the part along each by its eigenvalue. So after every step the
# second part is smaller beside the first by the **rate** $|\lambda_2 / \lambda_1|$: with $\tfrac12$ some three steps
# make a digit, with 0.97 it takes 76.
#
# The **residual** tells how far you are, without knowing the answer: some eigenvalue lies within
# $\lVert H u - \lambda u \rVert$ of $\lambda$. It needs no product more than $\lambda$ does.
#
# The quotient $\lambda$ is there sooner than $u$: its error shrinks by the *square* of the rate at each step. So a
# $\lambda$ that has settled says little of $u$.
#
# And what if two are largest, $\lambda$ and $-\lambda$? Then $u$ swings between two vectors for ever. Its quotient
# stands still, at some number between the two, and the residual stays large. Add a multiple of $v$ to each product,
# $H + c I$ with $0 < c < |\lambda|$, and the tie is broken: in size, one is now larger by $2 c$.


# %% tags=["demo", "quick"]
def iterate(multiply, u, steps):
    """λ, u and the residual after some steps."""
    for _ in range(steps):
        u = multiply(u)
        u = u / u.norm()
    w = multiply(u)
    value = u @ w
    return value, u, (w - value * u).norm()


# %% tags=["demo", "quick"]
begin = torch.ones(3, **kind)
for title, diagonal in {"rate 1/2": (4.0, 2.0, 1.0), "tie": (4.0, -4.0, 1.0)}.items():
    entries = torch.tensor(diagonal, **kind)
    for steps in (2, 4, 8, 16):
        value, u, residual = iterate(lambda v, e=entries: e * v, begin, steps)
        print(f"{title:8} {steps:2} steps: λ {value:6.3f}, residual {residual:.1e}")
broken, _, rest = iterate(lambda v: entries * v + v, begin, 60)
print(f"tie, with c = 1: λ {broken - 1:.3f}, residual {rest:.1e}")

# %% [markdown]
# ## A trained network's spectrum
#
# Now put it together. We train a small network on 200 points, and look at the Hessian of its loss by all of its
# weights. How many of its directions are steep, how many flat? Are any of them still going down?
#
# Power iteration finds one eigenvalue. **Lanczos' method** is its big sister: it keeps all the vectors on the way,
# makes each new one perpendicular to those before, and after $k$ products has the $k \times k$ matrix of $H$ in that
# basis. The eigenvalues of the small matrix come close to those at the *ends* of the large one's spectrum first. (We
# import it here. In lesson 08 you will write it.)


# %% tags=["demo", "quick"]
from autograder.figures.krylov import lanczos  # you will write it in lesson 08


# %% tags=["demo"]
torch.manual_seed(seed)
exact = {"dtype": torch.float64, "device": device}  # eigenvalues span many decades
width = 12 if fast else 24
shapes = [(2, width), (width,), (width, width), (width,), (width,)]
points = torch.randn(200, 2, **exact)
labels = torch.sin(2 * points[:, 0]) * points[:, 1]


def net_loss(theta):
    parts = theta.split([torch.Size(shape).numel() for shape in shapes])
    first, b, second, c, last = map(torch.Tensor.view, parts, shapes)
    hidden = torch.tanh(torch.tanh(points @ first + b) @ second + c)
    return (hidden @ last - labels).square().mean()


# %% tags=["demo"]
drawn = [torch.randn(shape, **exact) / shape[0] ** 0.5 for shape in shapes]
start = torch.cat([layer.flatten() for layer in drawn])
theta = start.clone().requires_grad_()
adam = torch.optim.Adam([theta], lr=0.02)
for _ in range(200 if fast else 600):
    adam.zero_grad()
    net_loss(theta).backward()
    adam.step()
theta = theta.detach()
print(f"{len(theta)} weights")
print(f"loss {net_loss(start):.3f} before, {net_loss(theta):.5f} after")

# %% tags=["demo"]
from time import perf_counter

clock = [perf_counter()]
multiply = gradient_kept(net_loss, theta)  # one record serves every product
probe = torch.randn(len(theta), **exact)
few, more = lanczos(multiply, probe, 15), lanczos(multiply, probe, 60)
clock.append(perf_counter())
truth = torch.linalg.eigvalsh(hessian(net_loss)(theta))  # only to check
clock.append(perf_counter())
gaps = ((more[-5:] - truth[-5:]) / truth[-5:]).abs()
print(f"60 products find the five largest to within {gaps.max():.0e} of their size.")
print(f"75 products took {clock[1] - clock[0]:.2f} s.")
print(f"H from {len(theta)} tangents, decomposed, took {clock[2] - clock[1]:.2f} s.")

# %% tags=["demo"]
from autograder import figures
from autograder.figures import hvps

figures.show(*hvps.spectrum(truth, {"15 products": few, "60 products": more}))
flat = int((truth.abs() < 1e-3 * truth[-1]).sum())
print(f"Of {len(truth)} eigenvalues {int((truth < 0).sum())} are below zero.")
print(f"{flat} lie under a thousandth of the largest, {truth[-1]:.3f}.")

# %% [markdown]
# Read it from the outside in. A few directions are steep. Most are flat: the loss hardly notices them. Some bend
# *downwards*, so training has not ended in the bottom of a bowl. Sixty products found the steep ones to many digits.
# A net as small as this can still be done by brute force, perhaps even sooner. One with a million weights cannot, and
# there a product still costs a few gradients.
#
# **Your turn.** Here is the loss around the trained weights, in the plane of the steepest direction and a random one.
# The slider turns $v$ from one (0 degrees) to the other (90). One product tells the parabola: $v^\top H v$ is its
# curvature. How far from the middle can you trust it?

# %% tags=["demo"]
up = torch.randn(len(theta), **exact)
for _ in range(40):
    up = multiply(up)
    up = up / up.norm()
aside = torch.randn(len(theta), **exact)
aside = aside - (aside @ up) * up
aside = aside / aside.norm()
reach = torch.linspace(-1.5, 1.5, 21 if fast else 41, **exact)


def at(a, b):
    return net_loss(theta + a * up + b * aside)


plane = vmap(vmap(at, (None, 0)), (0, None))(reach, reach)


# %% tags=["demo"]
def slice_along(v):
    """The loss along v, its parabola, and vᵀ H v."""
    tilt, bend = grad(net_loss)(theta) @ v, v @ multiply(v)
    along = vmap(lambda t: net_loss(theta + t * v))(reach)
    return along, net_loss(theta) + reach * tilt + reach**2 / 2 * bend, bend


# %% tags=["demo"]
from math import cos, radians, sin

from autograder import figures
from autograder.figures import hvps

turns = [0, 15, 30, 45, 60, 75, 90]  # degrees


def draw(i):
    v = cos(radians(turns[i])) * up + sin(radians(turns[i])) * aside
    return hvps.direction(reach, plane, turns[i], *slice_along(v))


figures.browse(draw, len(turns), "degrees", turns)

# %% [markdown]
# What the curvature is in between is no accident. Let $u$ be the eigenvector, $w$ the direction perpendicular to it,
# and $\alpha$ the angle by which $v$ has turned away from $u$:
#
# $$v^\top H v = \lambda \cos^2 \alpha + (w^\top H w) \sin^2 \alpha$$
#
# | PyTorch says | What happened | Mend it |
# |:---|:---|:---|
# | *Expected primals to be a tuple* | `jvp(grad(f), x, v)`. | `(x,), (v,)`. |
# | *element 0 of tensors does not require grad* | `create_graph` forgotten, or `f` is linear. | `create_graph=True`; zeros for a linear `f`. |
# | *has a different size than* | `v` is not of x's shape. | One direction, of shape $(N,)$. |
# | *to have same dtype* | `v` is double and `x` is not, in $g^\top v$. | `v.to(x.dtype)`. |
# | *same python structure* | Parameters in a dict, the direction in a tuple. | The same structure for both. |
# | *Trying to use forward AD with* | No forward-mode rule: `grid_sample`, `nn.LSTM`. | Reverse over reverse. |
# | *is not implemented* | No second derivative in either mode: attention, `cdist`, `pdist`. | Attention: `sdpa_kernel(SDPBackend.MATH)`. Distances: write them out. |
#
# And without an error:
#
# - `jvp` takes a double `v` for a float `x`, and gives a double product.
# - `jvp(f, …)` in place of `jvp(grad(f), …)` gives the number $g^\top v$; `grad(f)(x) * v` gives $N$ wrong ones.
# - In reverse over reverse: if $v$ is made from $x$ (the gradient itself, say), detach it, or you differentiate $v$,
#   too.
# - `.backward(create_graph=True)` keeps memory alive from call to call, and only warns. Use `torch.autograd.grad`.
# - A ReLU network's *outputs* have no curvature in its inputs: zero is right there. A loss on top of them bends.
# - $J^\top J$ (Gauss–Newton for squares) has no negative eigenvalues. $H$ may have some. Do not test the one with the
#   other.
# - Conjugate gradients want $H$ *positive definite*. Test $v^\top H v > 0$ at each step, and stop where it is not.
#
# ## Bug hunt (10 minutes)
#
# "My `hvp` is one line, and I tested it with a random symmetric matrix: $f(x) = \tfrac12 x^\top A x$, all right." It
# holds **two** bugs. Mend it in place. Not graded.


# %% tags=["demo", "quick"]
def mended(f, x, v):
    """H v, forward over reverse. Shapes: x, v (N,) → (N,)."""
    return jvp(grad(f), (v,), (x,))[0]


# %% [markdown]
# Look first. What is special about a quadratic? How can two wrongs be right?

# %% tags=["demo"]
A = torch.randn(5, 5, **kind)
A = A + A.T
trials = {"½ xᵀ A x": lambda x: x @ A @ x / 2, "sines": sines, "Rosenbrock": rosenbrock}
x, v = torch.randn(5, **kind), torch.randn(5, **kind)
for name, f in trials.items():
    want, got = hessian(f)(x) @ v, mended(f, x, v)
    right = torch.allclose(got, want, rtol=1e-3, atol=1e-4)
    print(f"{name:12}", "right" if right else "wrong")

# %% tags=["demo"]
check(mended, question="hvp")

# %% [markdown]
# <details><summary>Both bugs, if you give up</summary>
#
# 1. Point and direction are swapped: it differentiates at $v$, along $x$. A quadratic is equally curved everywhere, so
#    there it would only give $A x$.
# 2. `[0]` is the gradient, not its derivative. But the gradient of a quadratic at $v$ is $A v$, and that is $H v$. So
#    with both bugs the test passes, and with either one mended it fails. Mend both: `jvp(grad(f), (x,), (v,))[1]`.
#
# </details>
#
# ## In your own words (20 minutes)
#
# A translation model has 50 million weights, in float32. Training oscillates, and someone suspects that the learning
# rate is too large for the steepest direction of the loss. (On a parabola gradient descent swings wider with every
# step where it exceeds $2 / \lambda$.)
#
# How many bytes has the whole Hessian, and how many has one product? How would you find $\lambda$, and what do you
# expect it to cost, in gradients? How would you know that you took enough steps, that $\lambda$ is not negative, and
# that no tie of $\lambda$ and $-\lambda$ fools you? Which of the two routes would you choose, and how would you decide?
# Four to seven sentences. (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# The whole Hessian has (5 · 10⁷)² entries of 4 bytes, 10¹⁶ bytes or 10 PB; one product has 5 · 10⁷ of them, 200 MB. I
# would run power iteration from a random unit vector, each step one product, which costs a few gradients; some twenty
# to fifty steps, so one to two hundred gradients, on one large fixed batch so that H is the same each time. I stop when
# the Rayleigh quotient no longer changes in its second digit, and check that ‖H u − λ u‖ is small beside |λ|. If λ
# stands still and that residual does not fall, then λ and −λ are tied: I iterate on H + c I, which breaks the tie. The
# sign comes from uᵀ H u, not from the norm of H u; if it is negative, H + c I finds the largest positive one, too.
# Forward over reverse is the simplest; I would measure time and peak of both routes on this loss at a small size, since
# it depends on the function, and take reverse over reverse if it is leaner or an operation has no forward rule.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for sizes and method: about 10¹⁶ bytes (10 PB) against 200 MB; power iteration or Lanczos by products, never
#   the matrix; a cost of some tens of products, each a few gradients.
# - 1 point for judgement: a test of convergence (the residual is small; that λ settles is half a test, as a tie of λ
#   and −λ shows), the sign from the Rayleigh quotient, and a choice of route by measuring or by which rules the
#   operations have. Naming H + c I against the tie is a bonus, not needed. "Forward over reverse because it needs less
#   memory" without measuring does not earn it.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## What to take along
#
# - $H v$ is the gradient's derivative along $v$: `jvp(grad(f), (x,), (v,))[1]`. It costs a few gradients, for any $N$.
# - Reverse over reverse is the gradient of $g^\top v$. Which route is leaner depends on $f$: measure.
# - Many products at one $x$: record the gradient once, and pull each vector back through the record.
# - Diagonal: blocks of unit vectors. Trace: coins. Steepest direction: power iteration. Spectrum: Lanczos.
# - Keep the sign, keep the mean, hold $v$ fixed, and test on something that is not quadratic.
#
# You have come through the whole of the tutorial, and through what it left out. **Lesson 07** takes it to a module, a
# batch and its samples. Look back at your map.
#
# ## Further
#
# - [Jacobians, Hessians, hvp, vhp, and more](https://pytorch.org/tutorials/intermediate/jacobians_hessians.html),
#   PyTorch's tutorial: the page that these lessons began with.
# - [Pearlmutter 1994](https://doi.org/10.1162/neco.1994.6.1.147), *Fast exact multiplication by the Hessian*.
# - [Hutchinson 1989](https://doi.org/10.1080/03610918908812806), *A stochastic estimator of the trace of the influence
#   matrix for Laplacian smoothing splines*: where the coins come from.
# - [Ghorbani, Krishnan and Xiao 2019](https://arxiv.org/abs/1901.10159): the whole spectrum of networks with millions
#   of weights, by Lanczos' method.

# %% tags=["demo"]
progress()
