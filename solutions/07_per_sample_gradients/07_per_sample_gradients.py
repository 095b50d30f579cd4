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
# # 7. From a batch to its samples
#
# So far $f$ was a function of a vector. What you have at work is a module, a dict of parameters and a batch. This
# lesson is the bridge. On its other side all that lesson 06 does with $f$ works on a network. Then it takes a batch
# apart: whose gradient is how long, what happens to the mean if the long ones are cut, and how far does a step on one
# sample move the outputs of another?
#
# **You will be able to**
#
# - write a module's loss as a function of one vector, and take its gradient, its products with $H$ and its trace;
# - take the gradient of each sample's own loss in one pass, and say what the obvious other way costs;
# - tell how long these gradients are without having them;
# - clip them before they are averaged, and say what that does to the mean;
# - read a net's tangent kernel: who moves whom.
#
# **You need** lessons 01 to 06, of 06 at least the first exercise. Plan three hours, in two sittings: after exercise 3
# is a good place to stop.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. There are five exercises, a bug hunt, a question to answer in
#   words, and something to take home.
# - Stuck? Write `hint(as_function)`, say, in a cell of your own. There are three hints on each exercise.
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
from torch import nn
from torch.func import functional_call, grad, hessian, jacrev, jvp, vjp, vmap

from autograder import check, guess, hint, progress, run_on, trend

torch.set_num_threads(1)  # small tensors: a second thread would only make times jump
device = run_on(device)
kind = {"dtype": getattr(torch, dtype), "device": device}

# %% [markdown]
# **Looking back.** Has a card named a mistake of yours? Then here is a question on it. If not, go on.

# %% tags=["demo"]
guess("yours", ...)  # "a", "b" or "c" in place of the dots

# %% [markdown]
# ## Where are the arguments of a module?
#
# A small network: 5 numbers in, 3 out, and one parameter without axes that scales what comes out. Its input is a batch,
# $(B, N)$, and its output $(B, C)$. The loss is a *mean* over the batch.


# %% tags=["demo", "quick"]
class Net(nn.Module):
    """Two layers with a bend between, scaled by a number."""

    def __init__(self, n, h, c):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(1.3, **kind))
        self.inner = nn.Linear(n, h, **kind)
        self.outer = nn.Linear(h, c, **kind)

    def forward(self, X):
        return self.scale * self.outer(torch.tanh(self.inner(X)))


# %% tags=["demo", "quick"]
torch.manual_seed(seed)
net, loss = Net(5, 8, 3), F.cross_entropy
X = torch.randn(12, 5).to(**kind)
y = torch.randint(0, 3, (12,)).to(device)
for name, p in net.named_parameters():
    print(f"{name:13} {tuple(p.shape)}")

# %% [markdown]
# `net(X)` is a function of $X$ alone. The parameters, by which one wants to differentiate, are no arguments: the module
# looks them up in itself.
#
# **Guess.** What does `jacrev(lambda w: net(X))(net.inner.weight)` give: `"the Jacobian"`, `"zeros"` or `"an error"`?

# %% tags=["demo"]
guess("07-closure", ...)

# %% tags=["demo", "quick"]
lost = jacrev(lambda w: net(X))(net.inner.weight)
print(f"shape {tuple(lost.shape)}, largest entry {lost.abs().max():.1f}")

# %% [markdown]
# `torch.func.functional_call(module, parameters, arguments)` runs a module at *other* parameters than its own, which it
# is handed in a dict, and leaves it as it was. Now they are an argument.

# %% tags=["demo", "quick"]
named = {name: p.detach() for name, p in net.named_parameters()}
doubled = {name: 2 * p for name, p in named.items()}
print(f"its own parameters:  loss {loss(net(X), y):.4f}")
print(f"twice as large ones: loss {loss(functional_call(net, doubled, (X,)), y):.4f}")
print(f"its own, once more:  loss {loss(net(X), y):.4f}")

# %% [markdown]
# `grad` takes a dict as well as a tensor, and gives a dict. But `hvp`, `hutchinson_trace` and the rest of lesson 06
# want one vector. So: join all parameters to a vector $\theta$ of $P$ numbers, and inside of $f$ cut it up again.
#
# ## Exercise 1: a module as a function (25 minutes)
#
# Return the pair `(f, theta)`. `theta`, $(P,)$, holds all parameters, flattened and joined in the order of
# `named_parameters()`: frozen ones too, a tied one (the same tensor under two names) once. It has memory of its own and
# does not require grad. `f` takes such a vector, that one or another, and gives the loss of the batch there, a tensor
# without axes.
#
# Use `functional_call`, and write nothing into the model: not its numbers, flags, mode or `.grad`. While `f` is built
# the model is not evaluated; each call of `f` evaluates it once. As in all lessons, whatever you make has the dtype of
# what you are given, and is on its device.
#
# `check` asks your `f` itself, and under `torch.autograd.grad`, `grad`, `jvp` of `grad`, `vmap` and `hessian`.


# %% nbgrader={"grade": false, "grade_id": "as_function", "locked": false, "schema_version": 3, "solution": true, "task": false}
def as_function(model, loss_fn, X, y):
    """Return (f, theta): the batch's loss as a function of all parameters. Shapes: theta (P,), f: (P,) → ()."""
    named = {name: p.detach() for name, p in model.named_parameters()}

    def f(theta):
        ### BEGIN SOLUTION
        parts = theta.split([p.numel() for p in named.values()])
        cut = {name: part.view(p.shape) for (name, p), part in zip(named.items(), parts, strict=True)}
        return loss_fn(functional_call(model, cut, (X,)), y)
        ### END SOLUTION

    ### BEGIN SOLUTION
    return f, torch.cat([p.reshape(-1) for p in named.values()])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-as_function", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check(as_function)

# %% [markdown]
# And the whole of lesson 06 works on a network. Here is its product, and a trace by coins.


# %% tags=["demo", "quick"]
def hvp(f, x, v):
    """H v, forward over reverse: lesson 06."""
    return jvp(grad(f), (x,), (v,))[1]


def trace_by_coins(f, x, count):
    coins = torch.randint(0, 2, (count, len(x))).to(x) * 2 - 1
    return (coins * vmap(lambda p: hvp(f, x, p))(coins)).sum(1).mean()


# %% tags=["demo"]
try:
    f, theta = as_function(net, loss, X, y)
    H = hessian(f)(theta)
except Exception:
    print("Not yet. Finish exercise 1, then run this cell again.")
else:
    v = torch.randn(len(theta), **kind)
    gap = (hvp(f, theta, v) - H @ v).abs().max()
    print(f"{len(theta)} parameters; H v by a product and by H differ by {gap:.0e}")
    estimate = trace_by_coins(f, theta, 200)
    print(f"trace of H: {H.trace():.2f}, by 200 coins {estimate:.2f}")

# %% [markdown]
# ## Whose gradient is it?
#
# The loss of the batch is the mean of the samples' losses, and a gradient is linear. So the batch's gradient is the
# mean of the samples' gradients:
#
# $$L = \frac1B \sum_b \ell_b \qquad \nabla L = \frac1B \sum_b g_b, \quad g_b = \nabla \ell_b$$
#
# A backward pass gives the mean alone: who wanted what is added up on the way. Taken one at a time, by a loop, the
# samples can still be told apart.


# %% tags=["demo", "quick"]
def one_by_one(model, loss_fn, X, y):
    """Each sample's own gradient, a pass for each. Shapes: name → (B, *shape)."""
    names, parameters = zip(*model.named_parameters(), strict=True)
    rows = []
    for b in range(len(X)):
        own = loss_fn(model(X[b : b + 1]), y[b : b + 1])
        rows.append(torch.autograd.grad(own, parameters))
    columns = [torch.stack(parts) for parts in zip(*rows, strict=True)]
    return dict(zip(names, columns, strict=True))


def rows_of(grads):
    """Join name → (B, *shape) to (B, P)."""
    return torch.cat([g.reshape(len(g), -1) for g in grads.values()], dim=1)


# %% tags=["demo", "quick"]
each = one_by_one(net, loss, X, y)
of_batch = torch.autograd.grad(loss(net(X), y), [*net.parameters()])
for name, whole in zip(each, of_batch, strict=True):
    torch.testing.assert_close(each[name].mean(0), whole, rtol=1e-3, atol=1e-6)
lengths = rows_of(each).norm(dim=1)
print(f"the samples' gradients: norms {lengths.min():.2f} to {lengths.max():.2f}")
print(f"their mean, the batch's gradient: norm {rows_of(each).mean(0).norm():.2f}")

# %% tags=["demo"]
from autograder import figures
from autograder.figures import per_sample_gradients as drawn

figures.show(*drawn.samples(each))

# %% [markdown]
# Look at a column: some samples pull it up, some down. The row below is what is left when all have pulled, and it is
# paler than every row above. Sample by sample there is much more to see than in the mean.
#
# **Guess.** For a weight of shape $(C, H)$, such as `outer.weight`, which shape has its entry in the dict of per-sample
# gradients: `"(C, H)"`, `"(B, C, H)"` or `"(B, C · H)"`?

# %% tags=["demo"]
guess("07-shape", ...)

# %% [markdown]
# A loop pays for every call of the model $B$ times. Torch has a shortcut that needs no loop: compute all $B$ losses
# from one forward, and hand $B$ unit vectors to one backward, by `is_grads_batched=True`. (`jacrev` of the losses does
# the same.)
#
# **Guess.** How many vectors does that pull back through the model, if one that goes back through one sample counts as
# one: `"B"`, `"2B"` or `"B²"`?

# %% tags=["demo"]
guess("07-vectors", ...)


# %% tags=["demo", "quick"]
def all_losses_at_once(model, loss_fn, X, y):
    """The same by B cotangents of one backward. Shapes: name → (B, *shape)."""
    names, parameters = zip(*model.named_parameters(), strict=True)
    outputs = model(X)
    pairs = zip(outputs, y, strict=True)
    own = torch.stack([loss_fn(o[None], t[None]) for o, t in pairs])
    units = torch.eye(len(X)).to(own)
    pulled = torch.autograd.grad(own, parameters, units, is_grads_batched=True)
    return dict(zip(names, pulled, strict=True))


at_once = all_losses_at_once(net, loss, X, y)
for name in each:
    torch.testing.assert_close(at_once[name], each[name], rtol=1e-3, atol=1e-6)

# %% [markdown]
# The numbers are right. The meter tells what they take: floating-point operations of all products of matrices, counted
# as torch counts them.


# %% tags=["demo", "quick"]
from torch.utils.flop_counter import FlopCounterMode


def flops(way, *given):
    with FlopCounterMode(display=False) as counter:
        way(*given)
    return counter.get_total_flops()


wide = Net(32, 64, 10)
for b in (4, 16, 64):
    targets = torch.zeros(b, dtype=torch.long, device=device)
    given = (wide, loss, torch.randn(b, 32).to(**kind), targets)
    dear, plain = flops(all_losses_at_once, *given), flops(one_by_one, *given)
    print(f"B = {b:2}: {dear / plain:4.1f} times the operations of a loop")

# %% [markdown]
# The more samples, the dearer each of them. A cotangent for the loss of sample 3 has a 1 in place 3 and zeros
# elsewhere, and the zeros are pulled back through all other samples at full price. `jacrev` knows no samples; *you*
# know that sample 3's loss has to do with sample 3 alone. So say it: differentiate the loss of **one** sample, and let
# `vmap` map that.
#
# ## Exercise 2: per-sample gradients (20 minutes)
#
# Return a dict, name → $(B, \ldots)$: the gradient of each sample's own loss, by `vmap` over samples. All parameters,
# frozen ones too. One batched forward, and $B$ vectors pulled back in all. (No `torch.func.linearize`: the clock is
# asked here, and tracing takes longer than all the rest.)
#
# A sample's own loss is `loss_fn` of a batch of one. Under `vmap` a sample has lost its batch axis: `x[None]` gives it
# back.


# %% nbgrader={"grade": false, "grade_id": "per_sample_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def per_sample_gradients(model, loss_fn, X, y):
    """Return the gradient of each sample's own loss. Shapes: X (B, N), y (B, …) → name → (B, *shape)."""
    named = {name: p.detach() for name, p in model.named_parameters()}

    ### BEGIN SOLUTION
    def of_one(named, x, t):
        return loss_fn(functional_call(model, named, (x[None],)), t[None])

    return vmap(grad(of_one), in_dims=(None, 0, 0))(named, X, y)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-per_sample_gradients", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(per_sample_gradients)

# %% [markdown]
# What does it gain over the loop? The next cells run *your* function, if it gives what the loop gives.


# %% tags=["demo", "quick"]
def trusted(yours, ours, *probe):
    """Return yours if it gives what ours gives on a probe, else ours."""
    try:
        torch.testing.assert_close(yours(*probe), ours(*probe), rtol=1e-3, atol=1e-5)
        return yours
    except Exception:
        print("Yours does not give this yet: the lesson's own way stands in for it.")
        return ours


# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import batching

gradients = trusted(per_sample_gradients, one_by_one, net, loss, X, y)
second = "yours, by vmap" if gradients is per_sample_gradients else "the same loop"
ways = {"loop over samples": one_by_one, second: gradients}
sizes = (4, 16, 64) if fast else (2, 4, 8, 16, 32, 64)
batch, targets = torch.randn(64, 32).to(**kind), torch.randint(0, 10, (64,)).to(device)
inputs = [(wide, loss, batch[:b], targets[:b]) for b in sizes]
times = bench.times(ways, inputs, 5 if fast else 10)
figure, said = batching.lead(sizes, times)
figures.show(figure, said, bench.busy(times))
figures.say(said)

# %% tags=["demo"]
trend(per_sample_gradients)

# %% [markdown]
# ## How long is a gradient that you don't have?
#
# Often all that is wanted of $g_b$ is its norm. Must one build $B$ gradients for $B$ numbers? Not where the parameters
# are a linear layer's.
#
# **Pen and paper.** One sample $x$, a layer $z = W x + b$, and after it whatever comes, with the loss $\ell$ at its
# end. Let $\delta = \partial \ell / \partial z$. What is $\partial \ell / \partial W_{ij}$, and
# $\partial \ell / \partial b_i$? And how long is the gradient by both together, if you know $\lVert \delta \rVert$ and
# $\lVert x \rVert$?
#
# <details><summary>Both, when you have yours</summary>
#
# $$\frac{\partial \ell}{\partial W} = \delta\, x^\top \qquad \frac{\partial \ell}{\partial b} = \delta$$
#
# A column times a row. The squares of its entries are $\delta_i^2 x_j^2$, and their sum is a product of two sums. So
#
# $$\lVert g \rVert^2 = \lVert \delta \rVert^2 \lVert x \rVert^2 + \lVert \delta \rVert^2, \qquad
# \lVert g \rVert = \lVert \delta \rVert \sqrt{\lVert x \rVert^2 + 1}.$$
#
# </details>
#
# $H + N$ numbers a sample are enough, where the gradient has $H \cdot N$. And one backward pass gives $\delta$ of *all*
# samples: rows are independent, so the sum trick of lesson 05 is true.
#
# ## Exercise 3: norms without gradients (20 minutes)
#
# The layer is `F.linear(X, weight, bias)`, with weight $(H, N)$, bias $(H,)$ and $X$ $(B, N)$. `rest` takes its output,
# $(B, H)$, and gives $B$ losses; its rows are independent. Return the norm of each sample's gradient by weight and bias
# together, $(B,)$: one batched forward, one batched backward, and nothing of shape $(B, H, N)$ on the way. Use
# `torch.func` or `torch.autograd.grad`; `torch.autograd.functional` is out.


# %% nbgrader={"grade": false, "grade_id": "linear_gradient_norms", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_gradient_norms(weight, bias, rest, X):
    """Return each sample's gradient norm. Shapes: (H, N), (H,), rest: (B, H) → (B,), X (B, N) → (B,)."""
    ### BEGIN SOLUTION
    delta = grad(lambda z: rest(z).sum())(F.linear(X, weight, bias))
    return delta.norm(dim=1) * (X.square().sum(1) + 1).sqrt()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-linear_gradient_norms", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(linear_gradient_norms)

# %% [markdown]
# Beside it, the gradients first and then their norms. What does each hold in memory at one time?


# %% tags=["demo", "quick"]
def gradients_first(weight, bias, rest, X):
    """The norms of gradients that are built. Shapes: as in exercise 3."""

    def of_one(weight, bias, x):
        return rest(F.linear(x[None], weight, bias))[0]

    pulled = vmap(grad(of_one, argnums=(0, 1)), (None, None, 0))(weight, bias, X)
    return sum(p.reshape(len(X), -1).square().sum(1) for p in pulled).sqrt()


def a_layer(b, h, n):
    head = torch.randn(h).to(**kind)
    return (torch.randn(h, n).to(**kind) / n**0.5, torch.randn(h).to(**kind),
            lambda z: torch.tanh(z) @ head, torch.randn(b, n).to(**kind))  # fmt: skip


# %% tags=["demo"]
from autograder import bench

norms = trusted(linear_gradient_norms, gradients_first, *a_layer(3, 4, 5))
whose = "yours" if norms is linear_gradient_norms else "the stand-in's"
for b, h, n in ((32, 64, 64), (64, 128, 256)):
    given = a_layer(b, h, n)
    unit = b * (h + n) * X.element_size()
    peaks = [bench.peak(way, *given) / unit for way in (norms, gradients_first)]
    print(f"B, H, N = {b}, {h}, {n}: in units of B · (H + N) numbers")
    print(f"    {whose} {peaks[0]:5.1f}, gradients first {peaks[1]:5.1f}")

# %% [markdown]
# **A good place to stop.** You can write a module as a function, take a batch apart, and tell how long its gradients
# are. What follows is what one does with that.
#
# ## Cutting the long ones
#
# A model that is trained on patients' records should not be able to remember one of them. A sample can only work on the
# model through its gradient. So *bound* each sample's: cut it to a length $c$ if it is longer, then take the mean, and
# add noise that hides what a gradient of that length can do. That is how one trains with differential privacy (Abadi
# and others, 2016). The first half of it is arithmetic:
#
# $$\bar g = \frac1B \sum_b g_b \cdot \min\!\Big(1, \frac{c}{\lVert g_b \rVert}\Big)$$
#
# $\lVert g_b \rVert$ is over *all* parameters together: a sample has one gradient, whatever the layers are called.
#
# **Guess.** Two samples' gradients are clipped and averaged. Is that the mean, clipped: `"yes"` or `"no"`?

# %% tags=["demo"]
guess("07-mean", ...)

# %% tags=["demo", "quick"]
two = torch.tensor([[10.0, 0.0], [0.0, 1.0]])  # two samples' gradients, a row each


def cut(rows, bound):
    return rows * (bound / rows.norm(dim=1, keepdim=True)).clamp(max=1)


clipped_first, mean_first = cut(two, 1.0).mean(0), cut(two.mean(0)[None], 1.0)[0]
print("mean of the clipped:", clipped_first.tolist())
print("the mean, clipped:  ", [round(entry, 3) for entry in mean_first.tolist()])

# %% [markdown]
# The first has a tenth of its say left, the second all of it: the mean has turned.
#
# ## Exercise 4: clip, then average (20 minutes)
#
# `grads` is a dict as exercise 2 gives it, and `max_norm` is $c$, above 0; it may be infinite. Return the mean of
# $g_b$ times the smaller of 1 and $c / \lVert g_b \rVert$, the norm being over all parameters together: a dict, name →
# shape of the parameter. A sample whose gradient is 0 gives 0, not NaN. `grads` stays as it is.
#
# The gradients are $B$ times as large as the model: a joined copy of them, or a scaled one, is as large again. `check`
# wants a peak under half of that.


# %% nbgrader={"grade": false, "grade_id": "clip_and_mean", "locked": false, "schema_version": 3, "solution": true, "task": false}
def clip_and_mean(grads, max_norm):
    """Return the mean of the clipped gradients. Shapes: name → (B, *shape) → name → shape."""
    ### BEGIN SOLUTION
    parts = [torch.linalg.vector_norm(g.reshape(len(g), -1), dim=1) for g in grads.values()]
    norms = torch.linalg.vector_norm(torch.stack(parts), dim=0)
    factors = (max_norm / norms).clamp(max=1)
    return {name: torch.tensordot(factors, g, 1) / len(g) for name, g in grads.items()}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-clip_and_mean", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(clip_and_mean)

# %% [markdown]
# **Your turn.** Three noisy rings in the plane, 600 points, and a net that has learned a little which ring is which.
# The slider moves the bound. How small must it be before the mean turns by more than 30 degrees?


# %% tags=["demo", "quick"]
def rings(count):
    """Points on three noisy rings, and their rings. Shapes: (count, 2), (count,)."""
    ring = torch.randint(0, 3, (count,))
    radius = 1 + ring + 0.25 * torch.randn(count)
    angle = 2 * torch.pi * torch.rand(count)
    points = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
    return points.to(**kind), ring.to(device)


# %% tags=["demo", "quick"]
def trained(points, targets, epochs, at=lambda epoch, net: None):
    """Train a net on all points at once; `at` is told each epoch before its step."""
    net = Net(2, 48, 3)
    adam = torch.optim.Adam(net.parameters(), lr=1e-2)
    for epoch in range(epochs + 1):
        at(epoch, net)
        adam.zero_grad()
        loss(net(points), targets).backward()
        adam.step()
    return net


# %% tags=["demo"]
torch.manual_seed(seed)
points, ring = rings(600)
learner = trained(points, ring, 30)
of_points = rows_of(gradients(learner, loss, points, ring)).detach()
spread = of_points.norm(dim=1)
longest = float(spread.max())
bounds = [round(longest * share, 2) for share in (1.01, 0.8, 0.65, 0.5, 0.25, 0.1)]


def turned(bound):
    """The clipped mean's angle to the plain mean in degrees, and its length."""
    plain, clipped = of_points.mean(0), cut(of_points, bound).mean(0)
    cosine = plain @ clipped / plain.norm() / clipped.norm()
    return float(cosine.clamp(-1, 1).arccos().rad2deg()), float(clipped.norm())


# %% tags=["demo"]
from autograder import figures
from autograder.figures import per_sample_gradients as drawn


def draw(i):
    return drawn.clipped(spread, bounds[i], *turned(bounds[i]))


figures.browse(draw, len(bounds), "bound", bounds)

# %% tags=["demo"]
for bound in bounds:
    angle, length = turned(bound)
    share = (spread > bound).double().mean()
    says = f"{share:4.0%} cut, turned by {angle:3.0f}°, norm {length:.3f}"
    print(f"bound {bound:5.2f}: {says}")

# %% [markdown]
# Once every gradient is cut, all have the same length: each sample has one vote, and the mean goes where most point,
# not where the long ones do. That is another direction than the loss's own. Clipping is no noise that averages out: it
# is a bias.
#
# ## Who moves whom?
#
# Take a small step on sample $j$, to raise its output $l$. How far does output $k$ at another input $i$ move? To first
# order by the product of two gradients, and all of these together are the **tangent kernel** of the net (Jacot and
# others, 2018):
#
# $$K_{ij}^{kl} = \sum_p \frac{\partial f_k(x_i)}{\partial \theta_p}\, \frac{\partial f_l(x_j)}{\partial \theta_p}$$
#
# $$\theta \leftarrow \theta + \eta\, \nabla f_l(x_j) \;\Rightarrow\; f_k(x_i) \text{ moves by } \eta\,
# K_{ij}^{kl} + O(\eta^2)$$


# %% tags=["demo", "quick"]
def output(parameters, x):
    """All outputs at one input. Shapes: (N,) → (C,)."""
    return functional_call(net, parameters, (x[None],))[0]


i, j, k, l, eta = 0, 1, 2, 0, 1e-3
at_i = grad(lambda p: output(p, X[i])[k])(named)
at_j = grad(lambda p: output(p, X[j])[l])(named)
entry = sum((at_i[name] * at_j[name]).sum() for name in named)
stepped = {name: named[name] + eta * at_j[name] for name in named}
moved = (output(stepped, X[i]) - output(named, X[i]))[k]
print(f"K = {entry:.3f}: foretold {eta * entry:.3e}, moved by {moved:.3e}")

# %% [markdown]
# One way to all of it is by products, a pair of samples at a time: pull a unit vector back at $x_j$, push what comes
# out forward at $x_i$. No Jacobian is ever built.


# %% tags=["demo", "quick"]
def kernel_by_products(model, X1, X2):
    """K by products for every pair. Shapes: (B1, N), (B2, N) → (B1, B2, C, C)."""
    named = {name: p.detach() for name, p in model.named_parameters()}

    def at(x):
        return lambda p: functional_call(model, p, (x[None],))[0]

    def pair(x1, x2):
        outputs, pull = vjp(at(x2), named)
        push = vmap(lambda u: jvp(at(x1), (named,), pull(u))[1])
        return push(torch.eye(len(outputs)).to(outputs)).T

    return vmap(vmap(pair, (None, 0)), (0, None))(X1, X2)


# %% tags=["demo", "quick"]
torch.testing.assert_close(kernel_by_products(net, X, X)[i, j, k, l], entry)

# %% [markdown]
# ## Exercise 5: the tangent kernel (20 minutes)
#
# Return $K$ of two batches, $(B_1, B_2, C, C)$. Entry $[i, j, k, l]$ is output $k$'s gradient at sample $i$ of `X1`
# times output $l$'s at sample $j$ of `X2`, summed over all parameters, those without axes among them. Take each sample
# forward once, and $C$ vectors back for each: $(B_1 + B_2) \cdot C$ in all. So nothing is differentiated anew for every
# pair. `torch.func` or `torch.autograd.grad`, with the samples of a batch mapped: no loop over them.


# %% nbgrader={"grade": false, "grade_id": "empirical_ntk", "locked": false, "schema_version": 3, "solution": true, "task": false}
def empirical_ntk(model, X1, X2):
    """Return the tangent kernel. Shapes: model (B, N) → (B, C), X1 (B1, N), X2 (B2, N) → (B1, B2, C, C)."""
    named = {name: p.detach() for name, p in model.named_parameters()}

    ### BEGIN SOLUTION
    def of_one(named, x):
        return functional_call(model, named, (x[None],))[0]

    def flat(J):
        return J.reshape(*J.shape[:2], -1)

    J1, J2 = (vmap(jacrev(of_one), (None, 0))(named, X) for X in (X1, X2))
    return sum(torch.einsum("ikp,jlp->ijkl", flat(J1[name]), flat(J2[name])) for name in named)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-empirical_ntk", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(empirical_ntk)

# %% [markdown]
# The two ways beside each other. Neither wins everywhere.

# %% tags=["demo"]
from autograder import bench

kernel = trusted(empirical_ntk, kernel_by_products, net, X[:3], X[3:5])
whose = "yours" if kernel is empirical_ntk else "stand-in"
small = Net(16, 64, 3)
numbers = sum(p.numel() for p in small.parameters())
for b in (8, 16) if fast else (8, 16, 32):
    given = (small, torch.randn(b, 16).to(**kind), torch.randn(b, 16).to(**kind))
    unit = 2 * b * 3 * numbers * X.element_size()  # both Jacobians
    for title, way in ((whose, kernel), ("products", kernel_by_products)):
        held, work = bench.peak(way, *given) / unit, flops(way, *given) / 1e6
        print(f"B = {b:2} {title:8} peak {held:4.1f}, {work:5.1f} Mflop")

# %% [markdown]
# The peaks are in units of the two Jacobians. Products for every pair spare the Jacobians, and hold a gradient for each
# output of each *pair* instead of each sample: $B_1 B_2$ against $B_1 + B_2$. They take fewer operations, for no long
# sum over the parameters is left. Where one sample meets many, there are no more pairs than samples, and products are
# the cheaper way.
#
# Now look at a kernel. One number in, one out, inputs on a line, and a step to be learned: −1 to the left of zero, 1 to
# its right. Before training nobody has told the net of a step. And afterwards?

# %% tags=["demo"]
torch.manual_seed(seed)
line = torch.linspace(-3, 3, 40)[:, None].to(**kind)
stair, step = Net(1, 32, 1), torch.sign(line)
before = kernel(stair, line, line)[:, :, 0, 0].detach()
adam = torch.optim.Adam(stair.parameters(), lr=1e-2)
for _ in range(400 if fast else 800):
    adam.zero_grad()
    (stair(line) - step).square().mean().backward()
    adam.step()
after = kernel(stair, line, line)[:, :, 0, 0].detach()
print(f"mean error after training: {(stair(line) - step).detach().abs().mean():.2f}")

# %% tags=["demo"]
from autograder import figures
from autograder.figures import per_sample_gradients as drawn

figures.show(*drawn.kernels({"before": before, "after": after}, line[:, 0]))

# %% [markdown]
# Before, the kernel changes evenly along the line, and zero is an input like any other. Afterwards it falls there, at
# the step, about twice as steeply or more. An input a little left of zero still moves with one at −1.5; one as far to
# the right hardly does, or goes the other way. The net has learned who belongs to whom. In the theory of infinitely
# wide nets $K$ stands still while the net trains. This one is 32 wide, and it does not.
#
# ## What has no sample of its own
#
# | PyTorch says | What happened | Mend it |
# |:---|:---|:---|
# | *appears to not have been used in the graph* | `vector_to_parameters` inside `f`: numbers are written, not tracked. | `functional_call`. |
# | *got multiple values for keys* | `dict(model.state_dict())`: tied weights under both names, and buffers. | `named_parameters()`. |
# | *would mutate a captured Tensor* | Batch norm in training, under `grad` or `vmap`. | `model.eval()`, or a norm over features. |
# | *randomness* | Dropout under `vmap`. | `randomness="different"`, or `model.eval()`. |
# | *Dimension out of range* | `flatten(1)` of a 0-D parameter's gradients, of shape $(B,)$. | `reshape(B, -1)`. |
# | *expected 2D or 3D input* | A sample that has lost its batch axis. | `x[None]`, and `t[None]`. |
# | *support saved tensor hooks* | `torch.utils.checkpoint` under `torch.func`. | `torch.autograd`, or no checkpoint. |
#
# And without a message:
#
# - `vector_to_parameters` under `torch.func.grad` leaves tensors of a transform in your model; to read them may end the
#   kernel. Never do it to a model that you need again.
# - `parameters_to_vector` gives a vector that requires grad.
# - With batch norm in training a sample's loss depends on all others: *its own* gradient is not defined. In evaluation
#   mode `vmap(grad)` is right.
# - With dropout two products at the same $\theta$ are of two Hessians.
#
# Three refusals of the table, and the norm in evaluation mode, run:


# %% tags=["demo"]
def refused(title, ask):
    try:
        ask()
        print(f"{title}: no error")
    except Exception as error:
        print(f"{title}:\n    {str(error).splitlines()[0][:150]}")


def own_loss(model):
    start = {name: p.detach() for name, p in model.named_parameters()}

    def of_one(p, x, t):
        return loss(functional_call(model, p, (x[None],)), t[None])

    return vmap(grad(of_one), (None, 0, 0))(start, X, y)


# %% tags=["demo"]
normed = nn.Sequential(nn.Linear(5, 3, **kind), nn.BatchNorm1d(3, **kind))
dropping = nn.Sequential(nn.Linear(5, 3, **kind), nn.Dropout())
refused("Batch norm in training", lambda: own_loss(normed))
refused("Dropout in training", lambda: own_loss(dropping))
refused("flatten(1) of a number", lambda: each["scale"].flatten(1))
its_own = own_loss(normed.eval())
print("Batch norm in evaluation mode:", tuple(its_own["0.weight"].shape))

# %% [markdown]
# ## Bug hunt (10 minutes)
#
# "My clipping is two lines, and tested on a linear layer without bias and one sample." It holds **two** bugs. Mend it
# in place. Not graded.


# %% tags=["demo", "quick"]
def mended(grads, max_norm):
    """The mean of the clipped gradients. Shapes: name → (B, *shape) → name → shape."""
    out = {}
    for name, g in grads.items():
        mean = g.mean(0)
        out[name] = mean * (max_norm / mean.norm()).clamp(max=1)
    return out


# %% [markdown]
# Look first. What can be told apart with one parameter and one sample, and what with more of either?

# %% tags=["demo", "quick"]
trials = {
    "one parameter, one sample": {"w": torch.randn(1, 5, 3)},
    "one parameter, four samples": {"w": torch.randn(4, 5, 3)},
    "two parameters, one sample": {"w": torch.randn(1, 5, 3), "b": torch.randn(1, 5)},
}
for title, case in trials.items():
    want, got = cut(rows_of(case), 0.5).mean(0), mended(case, 0.5)
    joined = torch.cat([part.reshape(-1) for part in got.values()])
    right = torch.allclose(joined, want, atol=1e-6)
    print(f"{title:28}", "right" if right else "wrong")

# %% tags=["demo"]
check(mended, question="clip_and_mean")

# %% [markdown]
# <details><summary>Both bugs, if you give up</summary>
#
# 1. It clips the mean. The samples must be cut first, each by its own factor, and averaged after.
# 2. It takes each parameter's norm by itself. A sample's gradient is one vector over all of them: one norm, one factor.
#
# With one sample the mean is that sample, and with one parameter there is only one norm: the test could not see either.
#
# </details>
#
# ## In your own words (15 minutes)
#
# A hospital trains a model of 10 million weights on its patients, one record a sample. Gradients are clipped by sample
# before they are averaged. The batch has 256 records, numbers are float32, and there is batch norm inside.
#
# How many bytes are all per-sample gradients of a batch? Name two ways to need less. What does batch norm do to "the
# gradient of one patient", and what would you put in its place? What does clipping do to the mean? Four to seven
# sentences. (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# All per-sample gradients are 256 · 10⁷ numbers of 4 bytes, 10.24 GB. To need less, take the batch in chunks: 16
# samples at a time, their clipped gradients added up as they come, hold a sixteenth. Or take the norms first, without
# the gradients (for a linear layer ‖δ‖ · ‖a‖, with a 1 for the bias), and then the gradient of the weighted sum of the
# losses, with the clipping factors for weights: two backward passes, and never more than one gradient. Batch norm in
# training lets every patient's output depend on all the others in the batch, so that the gradient of one patient's loss
# is not defined, and clipping it would bound nothing; torch refuses. I would put a norm over features in its place
# (layer or group norm), which takes one record at a time. Clipping turns the mean, and a small bound shortens it: long
# gradients lose more than short ones, so it is a bias that does not average out, and where the long ones are a group of
# rare patients, it is they who lose their say.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for the bill: 10.24 GB (about 10 GB), and two ways that really need less: chunks (microbatches) of samples;
#   norms first, by ‖δ‖ · ‖a‖, then a second, weighted pass. Half precision, or a smaller batch, counts as none of the
#   two.
# - 1 point for what it means: batch norm makes samples depend on each other, so that one patient's gradient is not
#   defined (or: clipping it bounds nothing), and a norm over features or fixed statistics in its place; and clipping
#   biases the mean, its direction too. That this hits rare groups is a bonus, not needed.
# - «Use eval mode while training» earns the second point only if it says that the statistics must then come from
#   elsewhere.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## Take home: how large a batch is worth it?
#
# A batch of $B$ gives the gradient with an error. Let $\Sigma$ be the covariance of the samples' gradients, and $G$
# their mean. A mini-batch's gradient misses $G$ by a squared distance of $\operatorname{tr} \Sigma / B$, in the mean.
# Where that equals $\lVert G \rVert^2$, half of the step's squared length is noise. That $B$ is the (simple) **gradient
# noise scale** (McCandlish and others, 2018; their other one weighs both parts with $H$):
#
# $$B_\text{simple} = \frac{\operatorname{tr} \Sigma}{\lVert G \rVert^2}$$
#
# They reckon: well below it, doubling the batch doubles what a step is worth; well above, it buys next to nothing. One
# call of your function tells it, and the cell below does so while a net learns the rings.


# %% tags=["demo", "quick"]
def noise_scale(rows):
    """(tr Σ, ‖G‖²) of per-sample gradients (B, P)."""
    mean = rows.mean(0)
    return float((rows - mean).square().sum(1).mean()), float(mean.square().sum())


def missed(rows, b, draws):
    """The mean squared error of the gradient of mini-batches of b."""
    picks = torch.randint(0, len(rows), (draws, b), device=rows.device)
    means = torch.stack([rows[pick].mean(0) for pick in picks])
    return float((means - rows.mean(0)).square().sum(1).mean())


# %% tags=["demo"]
epochs, scales, losses, seen = [0, 30, 60] if fast else [0, 30, 60, 120], [], [], {}


def look(epoch, net):
    if epoch in epochs:
        seen[epoch] = rows_of(gradients(net, loss, points, ring)).detach()
        noise, signal = noise_scale(seen[epoch])
        scales.append(noise / signal)
        losses.append(loss(net(points), ring).item())


torch.manual_seed(seed)
trained(points, ring, epochs[-1], look)
for epoch, scale in zip(epochs, scales, strict=True):
    print(f"epoch {epoch:3}: noise scale {scale:6,.0f} samples")

# %% tags=["demo"]
from autograder import figures
from autograder.figures import per_sample_gradients as drawn

figures.show(*drawn.noise(epochs, scales, losses))
rows = seen[epochs[1]]
for b in (1, 4, 16, 64):
    share = missed(rows, b, 1000 if fast else 3000) / (noise_scale(rows)[0] / b)
    print(f"B = {b:2}: measured error / (tr Σ / B) = {share:.2f}")

# %% [markdown]
# The better the net, the shorter the mean and the more noise beside it. Large batches pay late. And the formula holds:
# real mini-batches miss by what it says.
#
# **Is a long gradient a wrong label?** One reads that per-sample gradient norms find mislabelled samples. Here are 30
# wrong labels among 600. After 60 epochs, take the 30 samples with the longest gradients. How many of them are the
# wrong ones? And, for comparison, take the 30 with the largest *loss*, which takes no gradient at all.


# %% tags=["demo", "quick"]
def found(gradients, points, ring):
    """How many of 30 wrong labels the longest gradients and the largest losses find."""
    wrong = torch.randperm(len(ring))[:30].to(device)
    labels = ring.clone()
    labels[wrong] = (labels[wrong] + torch.randint(1, 3, (30,)).to(device)) % 3
    pupil = trained(points, labels, 60)
    lengths = rows_of(gradients(pupil, loss, points, labels)).norm(dim=1)
    losses = loss(pupil(points), labels, reduction="none")
    thirty = (each.topk(30).indices for each in (lengths, losses))
    return [int(torch.isin(each, wrong).sum()) for each in thirty]


# %% tags=["demo"]
torch.manual_seed(seed)
hits = [found(gradients, *rings(600)) for _ in range(2 if fast else 5)]
for by_norm, by_loss in hits:
    print(f"of 30 the longest gradients find {by_norm}, the largest losses {by_loss}")
total = [sum(column) for column in zip(*hits, strict=True)]
print(f"of {30 * len(hits)} in all: {total[0]} and {total[1]}")

# %% [markdown]
# Now one is ahead, now the other: the plain loss does as well, for nothing. So much for that use.
#
# What *are* the gradients for, then? For clipping, where each must be bounded; for the noise scale, where their spread
# is the question; for the kernel, where it is their angles. Try it on a model of yours: `as_function` and
# `per_sample_gradients` take any module whose rows are independent.
#
# ## What to take along
#
# - `functional_call` makes parameters an argument. A closure on the model gives zeros, and no message.
# - `vmap(grad(of_one), (None, 0, 0))`: $B$ gradients for the operations that their mean takes, and $B$ times its
#   numbers. `jacrev` of the losses pulls $B^2$ vectors.
# - A linear layer's gradient is $\delta x^\top$: its norm needs neither of the two multiplied.
# - Clip each sample over all parameters together, then average. It turns the mean.
# - Batch norm in training leaves no sample a gradient of its own.
#
# A sample has a gradient of its own. **Lesson 08** goes back to curvature, and puts products with it to work.
#
# ## Further
#
# - [Per-sample gradients](https://pytorch.org/tutorials/intermediate/per_sample_grads.html) and
#   [neural tangent kernels](https://pytorch.org/tutorials/intermediate/neural_tangent_kernels.html): PyTorch's own
#   tutorials.
# - [Goodfellow 2015](https://arxiv.org/abs/1510.01799): norms of per-sample gradients from $\delta$ and $x$.
# - [Abadi and others 2016](https://arxiv.org/abs/1607.00133), *Deep learning with differential privacy*: clip by
#   sample, then add noise.
# - [McCandlish and others 2018](https://arxiv.org/abs/1812.06162), *An empirical model of large-batch training*: the
#   noise scale.
# - [Jacot, Gabriel and Hongler 2018](https://arxiv.org/abs/1806.07572): the tangent kernel, and why it stands still in
#   wide nets.

# %% tags=["demo"]
progress()
