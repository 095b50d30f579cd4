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
# # 2. All rows at once
#
# Lesson 01 ended with a loop: $M$ reverse passes for $M$ rows, one vector each. PyTorch's own tutorial times such a
# loop at 1.44 ms, and the library's `jacrev` at 412 µs. Both end with the same 256 numbers. So where does the time go,
# and how much of that gap does the loop deserve?
#
# **You will be able to**
#
# - send all $M$ unit vectors back through $f$ in one pass;
# - build `jacrev` yourself, for several arguments, for matrices in and matrices out;
# - say what the speed-up comes from, and measure it against a fair opponent;
# - give up some of it to save memory, a chunk of rows at a time;
# - mend functions that `vmap` refuses, and see why it must.
#
# **You need** lesson 01. Plan two and a half hours; there are six exercises, the last three short, and a good place to
# stop is marked after the second. As before, `guess` before you run, `check` as often as you like, and write
# `hint(jacobian_by_vmap)`, say, where you are stuck.
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
from torch.func import jacrev, vjp, vmap

from autograder import check, guess, hint, progress, run_on, trend

# The tensors here are small: a second thread has little to do, and makes times jump.
torch.set_num_threads(1)
device = run_on(device)
kind = {"dtype": getattr(torch, dtype), "device": device}

# %% [markdown]
# **Looking back.** Has a card named a mistake of yours? Then here is a question on it. If not, go on.

# %% tags=["demo"]
guess("yours", ...)  # "a", "b" or "c" in place of the dots

# %% [markdown]
# ## What does `vmap` do?
#
# You write a function of *one* vector. `vmap` makes of it a function of a *batch* of them, stacked along axis 0.
#
# **Guess.** `centred` says hello each time Python runs it. We map it over four vectors. How many hellos: `"1"` or
# `"4"`?

# %% tags=["demo"]
guess("02-hellos", ...)  # your guess in place of the dots


# %% tags=["demo", "quick"]
def centred(v):
    print("hello, I see one vector of shape", tuple(v.shape))
    return v - v.mean()


rows = [[1.0, 2.0, 6.0], [10.0, 20.0, 60.0], [0.0, 0.0, 3.0], [5.0, 5.0, 5.0]]
vmap(centred)(torch.tensor(rows, **kind))

# %% [markdown]
# Python ran once. Inside, `v` looked like one vector of shape (3,). In truth it carried all four: each operation ran
# once, on the whole batch. Note what `v.mean()` gave: one mean for each vector, not one for all.
#
# That is the bargain. **You write for one; each operation runs for all.** What Python itself decides, it decides once
# for all. Keep this in mind: the second half of this lesson is about it. (`vmap` comes from JAX, which Roy Frostig,
# Matthew Johnson and Chris Leary presented in 2018. PyTorch's own grew up in functorch, which is `torch.func` now.)
#
# ## What do we map?
#
# The classic layer again, $\tanh(Wx + b)$ with $D = 16$, and the row loop of lesson 01.


# %% tags=["demo", "quick"]
def predict(weight, bias, x):
    return torch.tanh(F.linear(x, weight, bias))


D = 16
torch.manual_seed(seed)
weight = torch.randn(D, D).to(**kind)
bias = torch.randn(D).to(**kind)
x = torch.randn(D).to(**kind)


def f(x):
    return predict(weight, bias, x)


# %% tags=["demo", "quick"]
def loop(f, x):
    """J row by row, one forward: the loop that lesson 01 ended with."""
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    passes = [torch.autograd.grad(y, leaf, unit, retain_graph=True) for unit in units]
    return torch.stack([row for (row,) in passes])


# %% [markdown]
# In that loop `y`, `leaf` and the record of `f` stay the same. Only the unit vector changes. So name what is done to
# it:
#
# $$\underbrace{v}_{(M,)} \;\longmapsto\; \underbrace{v^\top J}_{(N,)} \qquad
# \text{with } f \text{ and } x \text{ fixed}$$
#
# This map is the **pullback** of $f$ at $x$. `torch.func.vjp` runs $f$ once, and hands you both $y$ and the pullback.
# (The record that it holds is the graph of lesson 01; forward mode's $t \mapsto Jt$ is the *pushforward*, in
# lesson 03.)

# %% tags=["demo", "quick"]
y, pullback = vjp(f, x)
unit = torch.zeros_like(y)
unit[0] = 1
given = pullback(unit)
print("a", type(given).__name__, "of", len(given), "with shape", tuple(given[0].shape))
print(given[0])

# %% [markdown]
# The same row 0 as in lesson 01. And a tuple again: one entry for each argument of $f$.
#
# A function of one vector, to be run on sixteen. You know what comes next. What does the first axis of `units` count?

# %% tags=["demo", "quick"]
units = torch.eye(D, **kind)
(jacobian,) = vmap(pullback)(units)

torch.testing.assert_close(jacobian, loop(f, x))
print("one pass gives J of shape", tuple(jacobian.shape), "and the loop agrees")

# %% [markdown]
# ## Exercise 1: the Jacobian in one pass (15 minutes)
#
# Nearly done. Return $J$, of shape $(M, N)$, with one forward, and one reverse pass that carries all $M$ unit vectors.
# Build it from `vmap` and `vjp` (or `vmap` and `torch.autograd.grad`); `jacrev` comes later.
#
# $M$ need not be $N$. And `y` may be float64 where PyTorch's default is float32, or on a GPU where a bare `torch.eye`
# is not: here and below, whatever you make follows `x` in both.


# %% nbgrader={"grade": false, "grade_id": "jacobian_by_vmap", "locked": false, "schema_version": 3, "solution": true, "task": false}
def jacobian_by_vmap(f, x):
    """Return J by one forward, and one reverse pass of width M. Shapes: x (N,) → (M, N)."""
    y, pullback = vjp(f, x)
    ### BEGIN SOLUTION
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    (jacobian,) = vmap(pullback)(units)
    return jacobian
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-jacobian_by_vmap", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(jacobian_by_vmap)

# %% [markdown]
# **Read the cost table.** *Passes × width* now says 1 × M where the loop has M × 1. Look at the FLOPs as well: did you
# save any arithmetic?
#
# You did not. Every multiplication of the loop is still done. What is saved is the walk: sixteen times through Python,
# through autograd's record, through the start of each little operation. A wide operation pays for that once.
#
# ## How much faster, and than what?
#
# The tutorial's loop takes 1.44 ms, its `jacrev` 412 µs: 3.5 times as long. But look at how its loop is written:
#
# ```python
# rows = [torch.autograd.grad(predict(weight, bias, xp), xp, unit)[0] for unit in units]
# ```
#
# **Guess.** Against the loop of lesson 01, which evaluates `predict` once, is the lead of one wide pass `"larger"`,
# `"the same"` or `"smaller"`?

# %% tags=["demo"]
guess("02-fair", ...)


# %% tags=["demo"]
def tutorial_loop(f, x):
    xp = x.clone().requires_grad_()
    units = torch.eye(D, **kind)
    return torch.stack([torch.autograd.grad(f(xp), xp, unit)[0] for unit in units])


def grads_batched(f, x):
    leaf = x.detach().requires_grad_()
    units = torch.eye(D, **kind)
    return torch.autograd.grad(f(leaf), leaf, units, is_grads_batched=True)[0]


# %% tags=["demo", "quick"]
def wide_pass(f, x):
    """J by one forward, and one reverse pass that carries all unit vectors."""
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]


# %% tags=["demo"]
from autograder import bench
from autograder.figures.vmap_vjp import PUBLISHED

ways = {
    "the tutorial's loop, f in every turn": tutorial_loop,
    "the fair loop, f once": loop,
    "vmap over the pullback": wide_pass,
    "grad with is_grads_batched=True": grads_batched,
    "jacrev": lambda f, x: jacrev(f)(x),
}
# Short turns: of many, some fall between what else the machine does.
best = bench.times(ways, [(f, x)], rounds=20 if fast else 60)

# %% tags=["demo"]
took = {name: seconds for name, (seconds,) in best.items()}
for name, seconds in took.items():
    torch.testing.assert_close(ways[name](f, x), jacobian)
    lead = seconds / took["jacrev"]
    print(f"{name:37} {1e6 * seconds:7.0f} µs, {lead:5.2f} × jacrev")
lead = PUBLISHED["loop"] / PUBLISHED["jacrev"]
seconds, name = PUBLISHED["loop"], "the loop on the tutorial's page"
print(f"{name:37} {1e6 * seconds:7.0f} µs, {lead:5.2f} × its jacrev")

# %% [markdown]
# Five ways, one Jacobian: the last cell asserts it. Two things to take from the last column.
#
# - Part of the tutorial's lead was its opponent's doing: of its sixteen forwards fifteen were needless.
# - The last three of the five send the whole batch of unit vectors through one pass. What differs among them is what
#   they do around it: `is_grads_batched` is `vmap` inside `torch.autograd.grad`, `jacrev` is `vmap` over a `vjp`.
#
# Microseconds belong to a machine, and this was one size. How does the lead depend on $M$? The next cell times the fair
# loop and the wide pass, taking turns, on a layer with more and more outputs.

# %% tags=["demo"]
from autograder import bench

heights, rounds = ((4, 8, 16, 32), 7) if fast else ((4, 8, 16, 32, 64, 128), 15)
tall, offset = torch.randn(max(heights), D, **kind), torch.randn(max(heights), **kind)


def layer(m):
    return lambda x: predict(tall[:m], offset[:m], x)


turns = []
opponents = {"loop": loop, "wide": wide_pass}
for _ in range(rounds):
    turns.append(bench.times(opponents, [(layer(m), x) for m in heights], rounds=4))

# %% tags=["demo"]
from autograder import figures
from autograder.figures import vmap_vjp

pairs = [zip(*least.values(), strict=True) for least in turns]
leads = [[slow / quick for slow, quick in pair] for pair in pairs]
picture, said = vmap_vjp.speed_up(heights, leads)
figures.show(picture, said, bench.busy(*turns))
figures.say(said)

# %% [markdown]
# The loop pays for each row; the wide pass pays once, and then very little for each further row. So its lead grows with
# $M$. For a few rows there is none: setting up `vmap` takes time too, and the loop may even win. (Nor does it grow for
# ever. When the arithmetic itself fills the machine, width is no longer free.)
#
# Now yours, on an $f$ of some layers.

# %% tags=["demo"]
trend(jacobian_by_vmap)

# %% [markdown]
# ## Which argument?
#
# `predict` has three arguments. We have fixed two and varied `x`. The library's `jacrev` lets you say which: `argnums`
# is the place of the argument that varies.

# %% tags=["demo", "quick"]
by_library = jacrev(predict, argnums=2)(weight, bias, x)
torch.testing.assert_close(by_library, jacobian)

# %% [markdown]
# **Guess.** The output has shape (16,), the weight (16, 16). What is the shape of the derivative of one in the other:
# `"(16, 16)"`, `"(16, 16, 16)"` or `"(256, 16)"`?

# %% tags=["demo"]
guess("02-shape", ...)

# %% tags=["demo", "quick"]
by_weight, by_bias = jacrev(predict, argnums=(0, 1))(weight, bias, x)
print("weight:", tuple(by_weight.shape), " bias:", tuple(by_bias.shape))
print(f"zeros among the weight's slopes: {(by_weight == 0).double().mean():.1%}")

# %% [markdown]
# The rule: a Jacobian's shape is **out.shape + arg.shape**. Entry $(i, j, k)$ is $\partial y_i / \partial W_{jk}$.
#
# Why are nearly all of them zero? Output $i$ sees row $i$ of the weight and no other. Whoever knows this would never
# build that tensor. Whoever does not will pay 4,096 numbers for 256.
#
# **Pen and paper.** Let $y = A^{-1} b$, with $A$ of shape (3, 3) and $b$ of shape (3,). What shapes have the
# derivatives of $y$ in $b$ and in $A$? Find both: start from $A y = b$ and let $A$ move a little.
#
# <details><summary>Both, when you have yours</summary>
#
# In $b$, of shape (3, 3): $A^{-1}$. In $A$, of shape (3, 3, 3): $dA\,y + A\,dy = 0$ gives $dy = -A^{-1} dA\, y$, so
# $\partial y_i / \partial A_{jk} = -(A^{-1})_{ij}\, y_k$.
#
# </details>

# %% tags=["demo", "quick"]
A = torch.randn(3, 3).to(**kind) + 4 * torch.eye(3, **kind)
b = torch.randn(3).to(**kind)
inverse, solution = torch.linalg.inv(A), torch.linalg.solve(A, b)
in_A, in_b = jacrev(torch.linalg.solve, argnums=(0, 1))(A, b)
torch.testing.assert_close(in_b, inverse)
torch.testing.assert_close(in_A, -inverse[:, :, None] * solution)
print("in b:", tuple(in_b.shape), " in A:", tuple(in_A.shape))

# %% [markdown]
# A tuple of places gives a tuple of Jacobians. How many passes should two arguments take? Walk back through the record
# once more in your mind: on its way, a reverse pass comes past *every* argument.

# %% tags=["demo", "quick"]
y, pullback = vjp(predict, weight, bias, x)
print("one pass, one vector:", [tuple(part.shape) for part in pullback(unit)])

# %% [markdown]
# ## Exercise 2: `jacrev`, made by hand (35 minutes)
#
# `my_jacrev(f, argnums=0)` gives a function of f's arguments. That one gives the Jacobian, of shape out.shape +
# arg.shape; for a tuple `argnums`, a tuple of them in that order. One forward and one reverse pass in all,
# once more by `vmap` over a `vjp` (or over `torch.autograd.grad`).
#
# - $f$ may give a matrix. What shape must each cotangent have then? How many unit vectors are there?
# - Arguments may be matrices, too.
# - `argnums=(0,)` asks for a tuple of one.


# %% nbgrader={"grade": false, "grade_id": "my_jacrev", "locked": false, "schema_version": 3, "solution": true, "task": false}
def my_jacrev(f, argnums=0):
    """Return a function of f's arguments that gives J, of shape out.shape + arg.shape (or a tuple of such)."""

    def jacobian(*args):
        ### BEGIN SOLUTION
        places = (argnums,) if isinstance(argnums, int) else argnums

        def of_chosen(*chosen):
            whole = list(args)
            for place, part in zip(places, chosen, strict=True):
                whole[place] = part
            return f(*whole)

        y, pullback = vjp(of_chosen, *(args[place] for place in places))
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        blocks = tuple(block.reshape(*y.shape, *block.shape[1:]) for block in vmap(pullback)(units))
        return blocks[0] if isinstance(argnums, int) else blocks
        ### END SOLUTION

    return jacobian


# %% nbgrader={"grade": true, "grade_id": "check-my_jacrev", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(my_jacrev)

# %% [markdown]
# **A good place to stop.** You have made `jacrev`, and an hour and a quarter is gone. What follows stands by itself:
# what width costs, and what `vmap` refuses. When you come back, run the cells above first.
#
# ## What does width cost?
#
# Nothing was saved in arithmetic, and something was paid. A reverse pass carries its vectors through everything inside
# $f$. One vector takes one number for each inner value; $M$ vectors take $M$.
#
# Take a net that is wide inside: 16 inputs, 1024 hidden values, 128 outputs.
#
# **Guess.** $J$ itself is 128 × 16. At its peak, how much memory does one pass of width 128 take, compared with $J$:
# `"as much"`, `"ten times"` or `"over a hundred times"`?

# %% tags=["demo"]
guess("02-peak", ...)

# %% tags=["demo", "quick"]
inputs, hidden, outputs = 16, 1024, 128
torch.manual_seed(seed)
into = torch.randn(hidden, inputs).to(**kind) / inputs**0.5
out_of = torch.randn(outputs, hidden).to(**kind) / hidden**0.5
start = torch.randn(inputs).to(**kind)


def wide(x):
    z = torch.tanh(F.linear(x, into))
    return F.linear(z + z * z, out_of)


# %% [markdown]
# $J$ need not come in one pass, nor in 128. Cut the unit vectors into **chunks**, and send one chunk at a time: $c$
# rows a pass, $\lceil M / c \rceil$ passes. One forward serves them all, as it served the rows.
#
# `jacrev` has that built in, as `chunk_size`. The next cell tries it at many sizes, and looks at time and peak. (The
# peak is that of the course's meter, which adds up the tensors alive at one time.)

# %% tags=["demo"]
from autograder import bench

sizes = (1, 4, 16, 32, 128) if fast else (1, 2, 4, 8, 16, 32, 64, 128)
by_chunks = {str(size): jacrev(wide, chunk_size=size) for size in sizes}
times = bench.times(by_chunks, [(start,)], rounds=3 if fast else 8)
peaks = bench.peaks(by_chunks, [(start,)])

chunk_times = [1e3 * seconds for (seconds,) in times.values()]
page = by_chunks["1"](start).nbytes  # J's own
chunk_peaks = [most / page for (most,) in peaks.values()]

# %% tags=["demo"]
from autograder import figures
from autograder.figures import vmap_vjp

figures.show(*vmap_vjp.chunk_trade(sizes, chunk_times, chunk_peaks), bench.busy(times))
at = sizes.index(32)
saved = (chunk_times[0] - chunk_times[at]) / (chunk_times[0] - chunk_times[-1])
print(f"Chunks of 32 save {saved:.0%} of the time that the one wide pass saves,")
print(f"at {chunk_peaks[at] / chunk_peaks[-1]:.0%} of its peak.")

# %% [markdown]
# Read it from the left. Time falls fast at first, as the walks grow fewer. Then it has little more to gain: the
# arithmetic is the same at every width. The peak starts from the record of $f$ and $J$ itself, which are there
# anyway; then it doubles with every doubling.
#
# So a chunk in the middle has most of the speed at a fraction of the memory. Nobody has to choose an end.
#
# **Your turn.** Slide the chunk size. How many passes? What does one pass hold inside $f$, and where are you on the
# two curves?

# %% tags=["demo"]
from autograder import figures
from autograder.figures import vmap_vjp

curves = (sizes, chunk_times, chunk_peaks)
figures.browse(
    lambda i: (*vmap_vjp.chunk_choice(*curves, i, outputs, hidden), bench.busy(times)),
    len(sizes),
    "chunk size",
    sizes,
)

# %% [markdown]
# ## Exercise 3: some rows at a time (20 minutes)
#
# Yours from here. Return $J$ with one forward and $\lceil M / c \rceil$ reverse passes, none wider than $c$, your
# `chunk_size`.
# No `jacrev`, and no `chunk_size=` of the library: the cutting is the exercise. The peak counts, too: it must lie well
# under that of one wide pass.
#
# What of 11 rows in chunks of 3? Of 5 rows in chunks of 8? And what of an earlier chunk may still be alive when the
# next one runs?


# %% nbgrader={"grade": false, "grade_id": "jacobian_in_chunks", "locked": false, "schema_version": 3, "solution": true, "task": false}
def jacobian_in_chunks(f, x, chunk_size):
    """Return J by one forward, and reverse passes of at most chunk_size rows. Shapes: x (N,) → (M, N)."""
    ### BEGIN SOLUTION
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    chunks = []
    for start in range(0, len(y), chunk_size):
        (rows,) = vmap(pullback)(units[start : start + chunk_size])
        chunks.append(rows)
    return torch.cat(chunks)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-jacobian_in_chunks", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(jacobian_in_chunks)

# %% [markdown]
# ## What becomes of an `if`?
#
# So far $f$ was well behaved. Now map a function that asks a question of its input:
#
# ```python
# def branchless(x):
#     if x.sum() > 0:
#         return torch.sin(x)
#     return torch.cos(x)
# ```
#
# **Guess.** Map it over a batch in which some sums are positive and some are not. What happens: `"each its own"`
# (every sample takes its branch), `"first decides"` (the first sample's branch for all), or `"refused"` (an error)?

# %% tags=["demo"]
guess("02-if", ...)

# %% [markdown]
# Remember the hellos. Python runs once, so an `if` is decided once. Which of the samples should decide? There is no
# right answer, and `vmap` says so rather than pick one.
#
# Here are three functions that work on one vector and fail under `vmap`. Watch each of them fail first.


# %% tags=["demo", "quick"]
def with_if(x):
    if x.sum() > 0:
        return torch.sin(x)
    return torch.cos(x)


def with_writing(x):
    y = torch.zeros(len(x), dtype=x.dtype, device=x.device)
    total = 0
    for i in range(len(x)):
        total = total + x[i] ** 2
        y[i] = total
    return y


# %% tags=["demo", "quick"]
def with_item(x):
    return x / x.norm().item()


batch = torch.tensor([[1.0, 2.0], [-3.0, 1.0], [0.5, -0.5]], **kind)
for broken in (with_if, with_writing, with_item):
    alone = [round(value, 3) for value in broken(batch[0]).tolist()]
    print(f"{broken.__name__}: alone {alone}")
    try:
        vmap(broken)(batch)
    except RuntimeError as error:
        print("    mapped:", str(error).split(". ")[0][:150])

# %% [markdown]
# Three refusals, one reason: each wants something that a batch has not got.
#
# - `if` wants **one** truth value. Compute both branches, and let `torch.where` choose, for each sample its own.
# - `y[i] = total` wants to write a batch of totals into **one** plain vector. Build new tensors in place of writing.
# - `.item()` wants **one** Python number. Leave it a tensor; tensors divide, too.
#
# The last one hides something worse. Without `vmap` it runs, and its derivative is wrong:

# %% tags=["demo", "quick"]
point = torch.tensor([3.0, 4.0], **kind)
steps = 1e-2 * torch.eye(2, **kind)
columns = [(with_item(point + h) - with_item(point - h)) / 2e-2 for h in steps]
both = {
    "with .item():": jacrev(with_item)(point),
    "differences: ": torch.stack(columns, dim=1),
}
for name, found in both.items():
    print(name, [[round(slope, 3) for slope in row] for row in found.tolist()])

# %% [markdown]
# A number that has left PyTorch is a constant to the derivative: that is the slope of $x / 5$. The differences know
# that $\lVert x \rVert$ moves with $x$. `vmap` refuses loudly what autograd gets wrong in silence.
#
# **Pen and paper.** So what is the Jacobian of $u(x) = x / \lVert x \rVert$? Write $r = \lVert x \rVert$; you need
# $\partial r / \partial x_j$ first. What does it make of $x$ itself, as a direction, and could you have known?
#
# <details><summary>When you have yours</summary>
#
# $\partial r / \partial x_j = u_j$, so $J = (I - u u^\top) / r$. And $J x = 0$: to go on in the direction of $x$ does
# not turn $u$. At $(3, 4)$ the first row is $(16, -12) / 125$, as the differences have it.
#
# </details>
#
# ## Exercises 4, 5, 6: mend them (15 minutes)
#
# Each cell holds the broken function. Put yours in its place: the same values, by itself and under `vmap`, and the
# right derivative under `jacrev`.
#
# **4.** `branchless`: $\sin x$ where the sum of $x$ is above 0, else $\cos x$. Where does a sum of exactly 0 belong?


# %% nbgrader={"grade": false, "grade_id": "branchless", "locked": false, "schema_version": 3, "solution": true, "task": false}
def branchless(x):
    """Return sin x where x.sum() > 0, else cos x. Shapes: (N,) → (N,)."""
    ### BEGIN SOLUTION
    return torch.where(x.sum() > 0, torch.sin(x), torch.cos(x))
    ### END SOLUTION
    # This is what vmap refuses:
    if x.sum() > 0:
        return torch.sin(x)
    return torch.cos(x)


# %% nbgrader={"grade": true, "grade_id": "check-branchless", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(branchless)

# %% [markdown]
# `torch.where` computes *both* branches, and pulls back through both. A branch that is not taken gets the cotangent 0.
# Usually that is that. But what is 0 times a slope that is not a number?


# %% tags=["demo", "quick"]
def root(x):
    return torch.where(x > 0, x.sqrt(), torch.zeros_like(x))


def safe_root(x):
    inside = torch.where(x > 0, x, torch.ones_like(x))
    return torch.where(x > 0, inside.sqrt(), torch.zeros_like(x))


points = torch.tensor([-1.0, 4.0], **kind)
for way in (root, safe_root):
    slopes = jacrev(way)(points).diagonal()
    print(f"{way.__name__:9}", way(points).tolist(), " slopes", slopes.tolist())

# %% [markdown]
# The values are right, and one slope is NaN. The cure is to choose twice: first an input that no branch minds, then the
# result.
#
# **5.** `out_of_place`: $y_i = x_0^2 + \dots + x_i^2$. Is there an operation that does all of it?


# %% nbgrader={"grade": false, "grade_id": "out_of_place", "locked": false, "schema_version": 3, "solution": true, "task": false}
def out_of_place(x):
    """Return y with y[i] = x[0]² + … + x[i]². Shapes: (N,) → (N,)."""
    ### BEGIN SOLUTION
    return (x * x).cumsum(0)
    ### END SOLUTION
    # This is what vmap refuses:
    y = torch.zeros(len(x), dtype=x.dtype, device=x.device)
    total = 0
    for i in range(len(x)):
        total = total + x[i] ** 2
        y[i] = total
    return y


# %% nbgrader={"grade": true, "grade_id": "check-out_of_place", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(out_of_place)

# %% [markdown]
# **6.** `itemless`: $x / \lVert x \rVert$. Does your derivative know that $\lVert x \rVert$ moves?


# %% nbgrader={"grade": false, "grade_id": "itemless", "locked": false, "schema_version": 3, "solution": true, "task": false}
def itemless(x):
    """Return x / ‖x‖. Shapes: (N,) → (N,)."""
    ### BEGIN SOLUTION
    return x / x.norm()
    ### END SOLUTION
    # This is what vmap refuses:
    return x / x.norm().item()


# %% nbgrader={"grade": true, "grade_id": "check-itemless", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(itemless)

# %% [markdown]
# There are more refusals, and most say plainly what is wanted. When you meet one, look it up here.
#
# | PyTorch says | What happened | Mend it |
# |:---|:---|:---|
# | *attempting to use a Tensor in some data-dependent control flow* | `if`, `while`, `bool()`, `max()` on a tensor. | `torch.where`, `torch.maximum` |
# | *calling .item() on a Tensor* | `.item()`, `float()`, a slice with tensor bounds; also `torch.tensor([x[0], x[1]])`. | Keep it a tensor; `torch.stack([x[0], x[1]])`. |
# | *is not possible because there exists a Tensor* | A batch written in place into a plain `torch.zeros(n)`. | Build new tensors; `torch.stack`, `cumsum`. |
# | *We do not support batching operators that can* | A boolean mask, `nonzero`, `unique`. | `torch.where`, or multiply by the mask. |
# | *Cannot access data pointer* | `.numpy()`, `.tolist()` | Stay in PyTorch from x to y. |
# | *attempting to call Tensor.requires_grad_()* | A leaf made inside, or a call of `autograd.functional`. | Make the leaf outside, or use `vjp`. |
# | *same size in the mapped dimension* | An argument that is the same for all was mapped, too. | `in_dims=(0, None)` |
# | *Mismatch in shape: grad_output[0]* | The unit vectors are not shaped like y. | Reshape `torch.eye(y.numel())` to `(-1, *y.shape)`. |
# | *randomness error mode* | Dropout or `torch.randn` inside. Shall all samples share it? | `randomness="same"` or `"different"` |
# | *must only return Tensors* | It returned a number, or None. | Return a tensor. |
#
# Two mistakes raise nothing. Writing to the mapped input itself changes the caller's batch. And `out_dims=1` gives
# $J^\top$, which on a square layer looks like a Jacobian.

# %% tags=["demo"]
mine = batch.clone()
vmap(lambda x: x.mul_(2))(mine)
print("the caller's batch, before:", batch[0].tolist(), " after:", mine[0].tolist())
(turned,) = vmap(vjp(f, x)[1], out_dims=1)(units)
print("out_dims=1 gives the transpose:", torch.equal(turned, jacobian.T))

# %% [markdown]
# ## Bug hunt (15 minutes)
#
# A colleague cuts rows into chunks, too. "On the classic layer, in chunks of 4, it is right, and the memory is fine."
# It holds **three** bugs: two make it wrong elsewhere, one makes it dear. Mend it, changing as little as you can. Not
# graded.


# %% tags=["demo", "quick"]
def mended(f, x, chunk_size):
    """J, chunk_size rows a pass. Shapes: x (N,) → (M, N)."""
    units = torch.eye(len(x), dtype=x.dtype, device=x.device)
    chunks = []
    for k in range(len(units) // chunk_size):
        y, pullback = vjp(f, x)
        (rows,) = vmap(pullback)(units[k * chunk_size : (k + 1) * chunk_size])
        chunks.append(rows)
    return torch.cat(chunks)


# %% [markdown]
# Which inputs would *you* try on it? The next cell tries three, and says where it breaks.

# %% tags=["demo"]
trials = {
    "classic, chunks of 4": (f, 4),
    "classic, chunks of 5": (f, 5),
    "taller than wide": (lambda x: f(x).repeat(2), 4),
}
for name, (g, size) in trials.items():
    try:
        got, want = mended(g, x, size), loop(g, x)
        right = got.shape == want.shape and torch.allclose(got, want, atol=1e-5)
        print(f"{name:22}", "right" if right else f"wrong, of shape {tuple(got.shape)}")
    except RuntimeError as error:
        print(f"{name:22}", "refused:", str(error).split(":")[0])

# %% tags=["demo"]
check(mended, question="jacobian_in_chunks")

# %% [markdown]
# <details><summary>All three, if you give up</summary>
#
# 1. `len(x)` counts inputs; there is a unit vector for each output: `torch.eye(len(y), ...)`, once `y` is there.
# 2. `len(units) // chunk_size` counts full chunks, and drops the rest. Use `range(0, len(y), chunk_size)` and slices
#    that start there.
# 3. `vjp(f, x)` stands in the loop, and evaluates `f` for every chunk. One forward serves them all: move it up.
#
# </details>
#
# ## In your own words (10 minutes)
#
# A climate model maps 200 parameters to 50,000 temperatures. One value inside it is a field of 2 million numbers, in
# float32. A colleague has read this lesson, calls `jacrev(model)(parameters)` on a machine with 64 GB of memory, and it
# dies.
#
# How much memory would that one inner field alone take in a single wide pass? What chunk size would you try, how many
# passes does that make, and what becomes of the time? And the model has `if temperature.max() > limit:` inside: what
# would `vmap` have said about that, in this use of it? Four to seven sentences. (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# One cotangent for the field is 2 million numbers of 4 bytes, 8 MB. A pass of width 50,000 carries as many of them:
# 400 GB for that one value. With 64 GB, leaving room for the record and for several such fields at a time, a chunk of
# a few hundred to a thousand rows is reasonable: 500 rows are 4 GB, and make 100 passes. Time hardly suffers: with so
# large a field the arithmetic already fills the machine, so a pass of 500 rows takes about a hundredth of what one of
# 50,000 would, and the walk through Python a hundred times is nothing beside it. The `if` would say nothing: f is
# evaluated once, on one plain vector of parameters; only the cotangents are mapped, and the branch was decided on the
# way forward. It would be refused if we mapped the model itself, over a batch of parameters.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for memory and chunks: 8 MB a row, 400 GB for all; a chunk size that fits with room to spare (anything from
#   about 100 to 3,000, with its number of passes right) and that time hardly changes, or even falls.
# - 1 point for the `if`: no complaint here, since the forward is not mapped (cotangents are); with a reason. Full marks
#   also for noting that the Jacobian is that of the branch which was taken.
# - Forward mode (200 columns against 50,000 rows) is the better way here, and the next lesson's matter: credit it in
#   place of the remark on time.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## What to take along
#
# - The pullback is a function of $v$ alone. `vmap` it over unit vectors: all rows, one pass.
# - No arithmetic is saved; walks are. The lead over a *fair* loop grows with $M$, until the machine is full.
# - A Jacobian's shape is out.shape + arg.shape. One pass reaches all arguments.
# - Width costs memory inside $f$. Chunks trade it back, at little loss of time.
# - Under `vmap` Python runs once. What wants one number, one truth or one place to write is refused.
#
# Rows again, in the end: $M$ of them, however wide the passes. A Jacobian with a million rows and three columns is
# still a million rows. **Lesson 03** takes columns.
#
# ## Further
#
# - [Jacobians, Hessians, hvp, vhp, and more](https://pytorch.org/tutorials/intermediate/jacobians_hessians.html):
#   PyTorch's own tutorial; this lesson's loop and `jacrev` are its first section.
# - [`torch.func.vmap`](https://pytorch.org/docs/stable/generated/torch.func.vmap.html): all of its arguments, and
#   `in_dims`, `out_dims`, `randomness` and `chunk_size` among them.
# - [UX limitations](https://pytorch.org/docs/stable/func.ux_limitations.html): what the transforms refuse, and why.
# - [The autodiff cookbook](https://docs.jax.dev/en/latest/notebooks/autodiff_cookbook.html) of JAX: the same pullbacks,
#   in the library that `vmap` comes from.

# %% tags=["demo"]
progress()
