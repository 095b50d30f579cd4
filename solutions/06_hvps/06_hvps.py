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
# A network with a million parameters has a Hessian of a million times a million numbers: 4 TB. Nobody has ever seen
# it. And yet people know its trace, its diagonal, its largest eigenvalues, even the shape of its whole spectrum. They
# ask it one question only: *what do you do to this vector?* The answer, $H v$, costs about as much as a few gradients.
#
# **You will be able to**
#
# - compute $H v$ forward over reverse and reverse over reverse, and $v^\top H$;
# - say what one product costs as $N$ grows, and measure which route is leaner;
# - take many products at once;
# - find diagonal, trace and largest curvature of a matrix that you never build;
# - see the spectrum of a trained network's Hessian.
#
# **You need** lessons 01 to 04. Plan an hour and a half.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. There are seven exercises, most of them of one to five lines, a
#   bug hunt, and at the end a question to answer in words.
# - Stuck? Write `hint(hvp)`, say, in a cell of your own. There are three hints on each exercise.

# %% tags=["parameters"] nbgrader={"grade": false, "grade_id": "parameters", "locked": true, "schema_version": 3, "solution": false, "task": false}
seed = 0  # another seed, another network
fast = False  # True: smaller sizes and fewer repetitions in the demonstrations
device = "cpu"
dtype = "float32"  # or "float64"

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import torch
import torch.nn.functional as F
from torch.func import grad, hessian, jacfwd, jvp, vjp, vmap

from autograder import check, guess, hint, progress, trend

torch.set_num_threads(1)  # the tensors here are small: a second thread has little to do, and makes times jump
torch.manual_seed(seed)
kind = {"dtype": getattr(torch, dtype), "device": device}

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


point, direction = torch.tensor([2.0, 3.0, 5.0], **kind), torch.tensor([1.0, 2.0, 3.0], **kind)
H = torch.tensor([[6.0, 4.0, 0.0], [4.0, 0.0, 0.0], [0.0, 0.0, 0.0]], **kind)
by_hand = torch.tensor([14.0, 4.0, 0.0], **kind)  # 6 + 8, 4, 0
assert torch.equal(H @ direction, by_hand)
assert torch.equal(hessian(bowl)(point), H)

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
# here is the gradient.
#
# **Guess.** `jvp(grad(f), (x,), (v,))` returns two things. What is the *first*: `"f(x)"`, `"the gradient"` or `"H v"`?

# %% tags=["demo"]
guess("06-first", ...)  # your guess in place of the dots

# %% tags=["demo", "quick"]
first, second = jvp(slope, (point,), (direction,))
print("first: ", first.tolist())
print("second:", second.tolist())

# %% [markdown]
# ## Exercise 1: forward over reverse
#
# Nearly done. Reverse mode is inside, in `grad`. Push one tangent through it, and return $H v$, of shape $(N,)$.
#
# `check` counts: one tangent pass, of width 1, and nothing of size $N \times N$.


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
from math import log
from statistics import linear_regression

from torch.utils.benchmark import Timer

from autograder import figures
from autograder.figures import hvps
from autograder.observe.heap import settled_heap
from autograder.observe.meter import Meter


def peak_of(way, *given):
    """Most bytes of tensors alive at once while way(*given) runs."""
    with settled_heap(), Meter(collects=False) as meter:
        way(*given)
    return meter.cost(1).peak


def best_of(way, *given, seconds=0.05):
    """Milliseconds of way(*given): the best of many."""
    timer = Timer("way(*given)", globals={"way": way, "given": given})
    return 1e3 * min(timer.blocked_autorange(min_run_time=seconds).times)


def product(f, x, v):
    return jvp(grad(f), (x,), (v,))[1]


sizes = (64, 128, 256, 512) if fast else (64, 128, 256, 512, 1024, 2048)
whole, one = "all of H, then H @ v", "one product"
ways = {whole: lambda f, x, v: hessian(f)(x) @ v, one: product}
given = [(torch.randn(n, **kind), torch.randn(n, **kind)) for n in sizes]
peaks = {name: [peak_of(way, rosenbrock, x, v) for x, v in given] for name, way in ways.items()}
for x, v in given:
    wholly, singly = (way(rosenbrock, x, v) for way in ways.values())
    torch.testing.assert_close(wholly, singly, rtol=1e-4, atol=1e-5 * float(singly.abs().max()))
times, gradient = {name: [float("inf")] * len(sizes) for name in ways}, float("inf")
for _ in range(2 if fast else 4):  # all of them in turn: a busy moment of the machine falls on none alone
    for i, (x, v) in enumerate(given):
        for name, way in ways.items():
            times[name][i] = min(times[name][i], best_of(way, rosenbrock, x, v, seconds=0.02))
    gradient = min(gradient, best_of(grad(rosenbrock), given[-1][0], seconds=0.02))


def power(values):
    """The slope of values against N on logarithmic axes."""
    return linear_regression([log(n) for n in sizes], [log(value) for value in values]).slope


slopes = {name: (power(times[name]), power(peaks[name])) for name in ways}
said = (
    f"At N = {sizes[-1]} all of H takes {times[whole][-1]:.1f} ms and {peaks[whole][-1] / 2**20:.1f} MiB; one product"
    f" {times[one][-1]:.2f} ms and {peaks[one][-1] / 2**20:.2f} MiB; one gradient {gradient:.2f} ms."
)
alt = (
    "Two panels on logarithmic axes, time and peak memory against N, a line for all of H and one for one product."
    + "".join(
        f" {name}: time grows like N to the {slopes[name][0]:.2f}, peak like N to the {slopes[name][1]:.2f}."
        for name in ways
    )
)
figures.show(hvps.against_n(sizes, times, peaks, slopes), f"{alt} {said}")
print(said)
print(f"A product costs {times[one][-1] / gradient:.1f} gradients, all of H {times[whole][-1] / gradient:.0f}.")

# %% [markdown]
# Peak memory has slope 2 for the matrix and slope 1 for the product, to the second digit: bytes are counted, not
# timed. Time is less tidy. At these sizes a product is nearly all fixed cost, so its line is almost flat; the matrix
# has $N$ times the work, and the larger $N$, the more of it shows.
#
# Does your own `hvp` keep that lead? The clock is asked on another $f$.

# %% tags=["demo"]
trend(hvp)

# %% [markdown]
# ## Exercise 2: reverse over reverse
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
# PyTorch's tutorial takes $f(x) = \sum_i \sin x_i$ with $N = 2048$ and shows both compositions. It never compares them.
# For this $f$ we even know the answer: $H$ is diagonal, with $-\sin x_i$ on it.


# %% tags=["demo", "quick"]
def sines(x):
    return x.sin().sum()


def forward_over_reverse(f, x, v):
    return jvp(grad(f), (x,), (v,))[1]


def reverse_over_reverse(f, x, v):
    return grad(lambda x: grad(f)(x) @ v)(x)


x, v = torch.randn(2048, **kind), torch.randn(2048, **kind)
one_way, other_way = forward_over_reverse(sines, x, v), reverse_over_reverse(sines, x, v)
torch.testing.assert_close(one_way, other_way)
torch.testing.assert_close(one_way, -x.sin() * v)
print("equal, and equal to the exact answer; first three:", [round(entry, 4) for entry in one_way[:3].tolist()])

# %% [markdown]
# The tutorial's title also promises **vhp**, the product from the left, and then never shows one. Here it is.
#
# $$\underbrace{v^\top}_{(N)} \underbrace{H}_{(N,\,N)} = \text{one reverse pass through } g = \nabla f$$
#
# **Guess.** For smooth $f$, what does $v^\top H$ give next to $H v$: `"the same numbers"`, `"the same, transposed"` or
# `"others"`?

# %% tags=["demo"]
guess("06-vhp", ...)

# %% [markdown]
# ## Exercise 3: from the left
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
# One reads that forward over reverse needs less memory: it keeps no record of the outer pass. That is an argument. It
# is not a measurement.
#
# **Guess.** The tutorial's own $f$, $N = 2048$. Whose peak is lower: `"forward over reverse"`,
# `"reverse over reverse"` or `"equal"`?

# %% tags=["demo"]
guess("06-leaner", ...)

# %% [markdown]
# Four functions: the tutorial's; a deep chain of tanh layers; a small network's loss by its weights; and Sinkhorn's
# iteration, which makes the rows and columns of a matrix sum to one in turns. And four routes: forward over reverse once,
# reverse over reverse in the three ways that you have met.

# %% tags=["demo"]
from autograder import figures
from autograder.figures import hvps


def layers(x):
    for _ in range(16):
        x = torch.tanh(1.1 * x + x.roll(1))
    return x.pow(2).sum()


inputs = torch.randn(256, 8, **kind)
targets = torch.sin(inputs.sum(1))


def loss(weights):
    hidden = torch.tanh(inputs @ weights[: 8 * 32].view(8, 32) + weights[8 * 32 : 9 * 32])
    return (hidden @ weights[9 * 32 :] - targets).pow(2).mean()


def sinkhorn(x):
    side = round(len(x) ** 0.5)
    logs = x.view(side, side)
    for _ in range(6):
        logs = logs - logs.logsumexp(0, keepdim=True)
        logs = logs - logs.logsumexp(1, keepdim=True)
    return logs.exp().pow(2).sum()


def twice(f, x, v):
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.autograd.grad(g @ v, leaf)[0]


routes = {
    "jvp of the gradient": forward_over_reverse,
    "gradient of gᵀv": reverse_over_reverse,
    "vjp of the gradient": lambda f, x, v: vjp(grad(f), x)[1](v)[0],
    "autograd.grad twice": twice,
}
cases = {
    "sines, N = 2048": (sines, 2048),
    "16 tanh layers, N = 512": (layers, 512),
    "a net's loss, N = 320": (loss, 320),
    "Sinkhorn, N = 2025": (sinkhorn, 2025),
}
measured, said = {}, []
for title, (f, n) in cases.items():
    x, v = 0.5 * torch.randn(n, **kind), torch.randn(n, **kind)
    want = forward_over_reverse(f, x, v)
    for way in routes.values():
        torch.testing.assert_close(way(f, x, v), want, rtol=1e-3, atol=1e-3 * float(want.abs().max()))
    quick = dict.fromkeys(routes, float("inf"))
    for _ in range(2 if fast else 4):
        for name, way in routes.items():
            quick[name] = min(quick[name], best_of(way, f, x, v, seconds=0.01 if fast else 0.03))
    measured[title] = {name: (peak_of(way, f, x, v) / x.nbytes, quick[name]) for name, way in routes.items()}
    leanest, quickest = (min(measured[title], key=lambda name: measured[title][name][k]) for k in (0, 1))
    numbers = ", ".join(f"{name} {peak:.1f}" for name, (peak, _) in measured[title].items())
    said.append(f"{title}: leanest {leanest}, quickest {quickest}. Peaks in units of x: {numbers}.")
figures.show(hvps.routes(measured), "Peak memory and time of four routes to H v. " + " ".join(said))
print("\n".join(said))

# %% [markdown]
# So much for the claim. On the tutorial's own function every reverse route is leaner than forward over reverse. On
# Sinkhorn's iteration forward over reverse is leaner than both of `torch.func`'s reverse routes, and
# `torch.autograd.grad` is leaner still. **Which one is leaner depends on $f$**, and on how you write it down. If it
# matters, measure it, on your function.
#
# Then why learn forward over reverse? It is one line. And `torch.func.linearize(grad(f), x)` evaluates and records it
# once; from then on each direction costs only what depends on the direction. When is that worth it?

# %% tags=["demo"]
from time import perf_counter
from warnings import catch_warnings, simplefilter

from torch.func import linearize

x, v = 0.5 * torch.randn(512, **kind), torch.randn(512, **kind)
with catch_warnings():
    simplefilter("ignore")  # torch warns of a detail of its own recording
    begin = perf_counter()
    _, push = linearize(grad(layers), x)
    recording = 1e3 * (perf_counter() - begin)
torch.testing.assert_close(push(v), forward_over_reverse(layers, x, v), rtol=1e-4, atol=1e-4)
each, anew = best_of(push, v), best_of(forward_over_reverse, layers, x, v)
print(f"16 tanh layers: linearize takes {recording:.0f} ms, and each product {each:.2f} ms after that.")
print(f"Forward over reverse takes {anew:.2f} ms each time, and has nothing to record.")

# %% [markdown]
# Divide: how many directions at one and the same $x$ does it take? It pays for a Lanczos method, say, not for a training
# step. Reverse over reverse, for its part, works where an operation has no forward rule. Know both.
#
# ## Exercise 4: many at once
#
# You have $K$ directions, the rows of $V$. Return $H V_k$ for each, of shape $(K, N)$, in **one** batched pass. No loop.


# %% nbgrader={"grade": false, "grade_id": "hvp_many", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hvp_many(f, x, V):
    """Return H V[k] as row k. Shapes: x (N,), V (K, N) → (K, N)."""
    ### BEGIN SOLUTION
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hvp_many", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(hvp_many)

# %% [markdown]
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
    print(
        f"{name:6} row sums {[round(s, 3) for s in sums.tolist()]}, diagonal {[round(d, 3) for d in diagonal.tolist()]}"
    )

# %% [markdown]
# ## Exercise 5: the diagonal, without the matrix
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
# This is Hutchinson's estimator. What is off the diagonal does not vanish: it is noise, with variance
# $2 \sum_{i \ne j} H_{ij}^2$ for one probe. For a diagonal $H$ a single probe is exact.
#
# **Guess.** You take the mean over $K$ probes. To *halve* its error you need `"2 times"`, `"4 times"` or `"16 times"`
# as many?

# %% tags=["demo"]
guess("06-probes", ...)

# %% [markdown]
# ## Exercise 6: Hutchinson's trace
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
from math import log, sqrt
from statistics import linear_regression

from autograder import figures
from autograder.figures import hvps

n, repeats = 100, 50 if fast else 400
x = torch.randn(n, **kind)
H = hessian(rosenbrock)(x)  # small enough to look at; only to know the truth
trace = H.trace()
noise = 2 * (H.square().sum() - H.diagonal().square().sum())  # the variance of one probe
counts = [1, 4, 16, 64, 256]
errors = []
for count in counts:
    probes = torch.randint(0, 2, (repeats, count, n), device=device).to(x) * 2 - 1
    estimates = ((probes @ H) * probes).sum(-1).mean(-1)
    errors.append(float(((estimates - trace) / trace).square().mean().sqrt()))
law = [float(sqrt(noise / count) / trace) for count in counts]
fitted = linear_regression([log(count) for count in counts], [log(error) for error in errors]).slope
said = f"Typical error {errors[0]:.1%} with 1 probe, {errors[-1]:.2%} with {counts[-1]}: slope {fitted:.2f}."
alt = (
    f"Error of the estimated trace against the number of probes, logarithmic axes, measured beside the formula. {said}"
)
figures.show(hvps.probes(counts, errors, law, fitted), alt)
print(said)

# %% [markdown]
# The slope is $-\tfrac12$, as it must be for a mean. A rough trace is cheap; each further digit costs a hundred times
# the work.
#
# ## The largest curvature
#
# Multiply almost any vector by $H$ again and again, and it turns towards the eigenvector whose eigenvalue is largest in size.
# Why? Each product stretches that part of it most. Bring it back to length 1 every time, or it overflows. After the
# last step, the **Rayleigh quotient** tells the eigenvalue, with its sign:
#
# $$u \leftarrow \frac{H u}{\lVert H u \rVert}, \qquad \lambda = u^\top H u \quad (\lVert u \rVert = 1)$$
#
# ## Exercise 7: power iteration
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
# ## A trained network's spectrum
#
# Now put it together. We train a small network on 200 points, and look at the Hessian of its loss by all of its
# weights. How many of its directions are steep, how many flat? Are any of them still going down?
#
# Power iteration finds one eigenvalue. **Lanczos' method** is its big sister: it keeps all the vectors on the way,
# makes each new one perpendicular to those before, and after $k$ products has the $k \times k$ matrix of $H$ in that
# basis. The eigenvalues of the small matrix come close to those at the *ends* of the large one's spectrum first.


# %% tags=["demo", "quick"]
def lanczos(multiply, start, k):
    """Eigenvalues (k,) of H as k products show it, from a start (N,)."""
    basis, images = [start / start.norm()], []
    for _ in range(k):
        images.append(multiply(basis[-1]))
        rest = images[-1]
        for _ in range(2):  # twice: rounding leaves something of the old directions in
            for q in basis:
                rest = rest - (q @ rest) * q
        basis.append(rest / rest.norm())
    Q = torch.stack(basis[:k])
    small = Q @ torch.stack(images).T
    return torch.linalg.eigvalsh((small + small.T) / 2)


# %% tags=["demo"]
from time import perf_counter

from autograder import figures
from autograder.figures import hvps

torch.manual_seed(seed)
width = 12 if fast else 24
exact = {"dtype": torch.float64, "device": device}  # eigenvalues over many powers of ten want double precision
shapes = [(2, width), (width,), (width, width), (width,), (width,)]
points = torch.randn(200, 2, **exact)
labels = torch.sin(2 * points[:, 0]) * points[:, 1]


def net_loss(theta):
    parts = theta.split([torch.Size(shape).numel() for shape in shapes])
    first, b, second, c, last = (part.view(shape) for part, shape in zip(parts, shapes, strict=True))
    hidden = torch.tanh(torch.tanh(points @ first + b) @ second + c)
    return (hidden @ last - labels).square().mean()


start = torch.cat([torch.randn(shape, **exact).flatten() / shape[0] ** 0.5 for shape in shapes])
theta = start.clone().requires_grad_()
adam = torch.optim.Adam([theta], lr=0.02)
for _ in range(200 if fast else 600):
    adam.zero_grad()
    net_loss(theta).backward()
    adam.step()
theta = theta.detach()
print(f"{len(theta)} weights; loss {net_loss(start):.3f} before training, {net_loss(theta):.5f} after")


def multiply(v):
    return jvp(grad(net_loss), (theta,), (v,))[1]


begin, probe = perf_counter(), torch.randn(len(theta), **exact)
few, more = lanczos(multiply, probe, 15), lanczos(multiply, probe, 60)
products_took, begin = perf_counter() - begin, perf_counter()
truth = torch.linalg.eigvalsh(hessian(net_loss)(theta))  # only to see whether the products told the truth
truth_took = perf_counter() - begin
gaps = ((more[-5:] - truth[-5:]) / truth[-5:]).abs()
flat = int((truth.abs() < 1e-3 * truth[-1]).sum())
said = (
    f"Largest eigenvalue {truth[-1]:.3f}, least {truth[0]:.4f}. Of {len(truth)} eigenvalues {int((truth < 0).sum())} are"
    f" below zero, and {flat} under a thousandth of the largest. 60 products find the five largest to within"
    f" {gaps.max():.0e} of their size."
)
alt = (
    "Eigenvalues as ticks on one axis: all of them crowd about zero with a few far to the right; Lanczos' values after"
)
alt += f" 15 and after 60 products sit on the outermost ones. {said}"
figures.show(hvps.spectrum(truth, {"15 products": few, "60 products": more}), alt)
print(said)
print(f"75 products took {products_took:.2f} s; H from {len(theta)} tangents, decomposed, took {truth_took:.2f} s.")

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
from math import cos, pi, radians, sin

from autograder import figures
from autograder.figures import hvps

up = torch.randn(len(theta), **exact)
for _ in range(40):
    up = multiply(up)
    up = up / up.norm()
aside = torch.randn(len(theta), **exact)
aside = aside - (aside @ up) * up
aside = aside / aside.norm()
reach = torch.linspace(-1.5, 1.5, 21 if fast else 41, **exact)
corners = vmap(vmap(lambda a, b: net_loss(theta + a * up + b * aside), (None, 0)), (0, None))
plane = corners(reach, reach).cpu()
turns = [0, 15, 30, 45, 60, 75, 90]  # degrees


def draw(i):
    angle = pi / 2 - radians(turns[i])
    v = sin(angle) * up + cos(angle) * aside
    curvature = v @ multiply(v)
    along = vmap(lambda t: net_loss(theta + t * v))(reach)
    parabola = net_loss(theta) + reach * (grad(net_loss)(theta) @ v) + reach.square() / 2 * curvature
    told = (
        f"Left: contours of the loss about the trained weights, and a line for v, {turns[i]} degrees from the"
        f" steepest direction. Right: the loss along v and its parabola, of curvature {float(curvature):.3g}."
    )
    return hvps.direction(reach.cpu(), plane, angle, along.cpu(), parabola.cpu(), float(curvature)), told


figures.browse(draw, len(turns), "degrees", turns)

# %% [markdown]
# What the curvature is in between is no accident. Let $u$ be the eigenvector, $w$ the direction perpendicular to it, and
# $\alpha$ the angle by which $v$ has turned away from $u$:
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
#
# And without a message:
#
# - `jvp` takes a double `v` for a float `x`, and gives a double product.
# - `jvp(f, …)` in place of `jvp(grad(f), …)` gives the number $g^\top v$; `grad(f)(x) * v` gives $N$ wrong ones.
# - If $v$ is made from $x$ (the gradient itself, say), detach it, or you differentiate $v$, too.
# - `.backward(create_graph=True)` keeps memory alive from call to call. Use `torch.autograd.grad`.
# - A ReLU network has no curvature in its *inputs*. Zero is right there.
# - $J^\top J$ (Gauss–Newton) has no negative eigenvalues. $H$ has. Do not test the one with the other.
# - Conjugate gradients expect $H$ to be positive. Test $v^\top H v > 0$ at each step, and stop where it is not.
#
# ## Bug hunt
#
# "My `hvp` is one line, and I tested it with a random symmetric matrix: $f(x) = \tfrac12 x^\top A x$, all right." It holds
# **two** bugs. Mend it in place. Not graded.


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
    print(f"{name:12}", "right" if torch.allclose(got, want, rtol=1e-3, atol=1e-4) else "wrong")

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
# ## In your own words
#
# A translation model has 50 million weights, in float32. Training oscillates, and someone suspects that the learning
# rate is too large for the steepest direction of the loss. (Gradient descent oscillates where it exceeds
# $2 / \lambda$.)
#
# How many bytes has the whole Hessian, and how many has one product? How would you find $\lambda$, and what do you
# expect it to cost, in gradients? How would you know that you took enough steps, and that $\lambda$ is not negative?
# Which of the two routes would you choose, and how would you decide? Four to seven sentences. (2 points, read by a
# person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# The whole Hessian has (5 · 10⁷)² entries of 4 bytes, 10¹⁶ bytes or 10 PB; one product has 5 · 10⁷ of them, 200 MB. I
# would run power iteration from a random unit vector, each step one product, which costs a few gradients; some twenty
# to fifty steps, so one to two hundred gradients, on one large fixed batch so that H is the same each time. I stop when
# the Rayleigh quotient no longer changes in its second digit, and check that ‖H u − λ u‖ is small beside |λ|. The sign
# comes from uᵀ H u, not from the norm of H u; if it is negative, I iterate on H + c I to find the largest positive one.
# Forward over reverse is the simplest; I would measure time and peak of both routes on this loss at a small size, since
# it depends on the function, and take reverse over reverse if it is leaner or an operation has no forward rule.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for sizes and method: about 10¹⁶ bytes (10 PB) against 200 MB; power iteration or Lanczos by products, never
#   the matrix; a cost of some tens of products, each a few gradients.
# - 1 point for judgement: a test of convergence (λ settles, or the residual is small), the sign from the Rayleigh
#   quotient, and a choice of route by measuring or by which rules the operations have. "Forward over reverse because it
#   needs less memory" without measuring does not earn it.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## What to take along
#
# - $H v$ is the gradient's derivative along $v$: `jvp(grad(f), (x,), (v,))[1]`. It costs a few gradients, for any $N$.
# - Reverse over reverse is the gradient of $g^\top v$. Which route is leaner depends on $f$: measure.
# - Diagonal: blocks of unit vectors. Trace: coins. Steepest direction: power iteration. Spectrum: Lanczos.
# - Keep the sign, keep the mean, hold $v$ fixed, and test on something that is not quadratic.
#
# You have come through the whole of the tutorial, and through what it left out. Look back at your map.

# %% tags=["demo"]
progress()
