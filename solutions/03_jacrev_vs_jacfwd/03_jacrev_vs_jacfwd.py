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
# # 3. Rows or columns
#
# Two thousand outputs, thirty-two inputs. Reverse mode fills this Jacobian with two thousand rows, though it has only
# thirty-two columns. There must be a way to fill it by columns, and there is: **forward mode**. On this shape it is
# many times quicker; on the transposed shape it is many times slower. This lesson is about knowing which, and about
# saying how much without fooling yourself.
#
# **You will be able to**
#
# - push a tangent forward and say which part of the Jacobian comes out;
# - build `jacfwd` by hand, for any argument;
# - choose the mode before you run, from two numbers, and say where that rule grows blurred;
# - compare two timings so that the winner is the winner;
# - use the two modes to check each other.
#
# **You need** lessons 01 and 02. Plan an hour and three quarters; beside each exercise stands what it may take.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. There are three exercises, a bug hunt, and at the end a
#   question to answer in words.
# - Stuck? Write `hint(my_jacfwd)`, say, in a cell of your own. There are three hints on each exercise.
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
from torch.func import jacfwd, jacrev, jvp, vjp, vmap

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
# ## What comes out of one forward pass?
#
# A reverse pass takes weights on the outputs and walks back. **Forward mode** takes a velocity of the inputs, a
# *tangent* $t$, and carries it along while $f$ runs. What arrives is the velocity of the outputs:
#
# $$\underbrace{J}_{(M,\,N)} \; \underbrace{t}_{(N,)} \;=\; \underbrace{J t}_{(M,)}$$
#
# This is the *Jacobian-vector product*, or **jvp**. Compare lesson 01's difference $(f(x + hu) - f(x - hu)) / 2h$:
# the same product, now without an $h$, and exact to rounding.
#
# Take lesson 01's function of three numbers, at $x = (2, 3, 5)$. Its Jacobian was
# $\begin{pmatrix} 3 & 2 & 0 \\ 0 & 1 & 10 \end{pmatrix}$.


# %% tags=["demo", "quick"]
def small(x):
    return torch.stack([x[0] * x[1], x[1] + x[2] ** 2])


point = torch.tensor([2.0, 3.0, 5.0], **kind)
by_hand = torch.tensor([[3.0, 2.0, 0.0], [0.0, 1.0, 10.0]], **kind)

# %% [markdown]
# **Guess.** Only input 1 moves: $t = (0, 1, 0)$. What is $J t$?
#
# - `"row"`: row 1, $(0, 1, 10)$
# - `"column"`: column 1, $(2, 1)$
# - `"both columns"`: two columns, one for each output

# %% tags=["demo"]
guess("03-tangent", ...)  # your guess in place of the dots

# %% [markdown]
# Now run it. `jvp` takes the function, a tuple of *primals* (where we are) and a tuple of tangents (how we move). It
# returns two things. Which is which?

# %% tags=["demo", "quick"]
tangent = torch.tensor([0.0, 1.0, 0.0], **kind)
jvp(small, (point,), (tangent,))

# %% [markdown]
# First $f(x)$, then $J t$. The value comes for free beside the tangent: forward mode needs no record, and no walk back.
#
# A unit tangent picks a **column**. So `vmap` over all unit tangents gives all columns in one pass. One thing is amiss
# in the next result. What is it?

# %% tags=["demo", "quick"]
columns = vmap(lambda t: jvp(small, (point,), (t,))[1])(torch.eye(3, **kind))
print(columns)

# %% [markdown]
# It is $J^\top$, of shape $(3, 2)$. `vmap` puts the axis that it ran over first, and here that axis counts *columns*.
# Lesson 02 never met this: there it counted rows, and first was right.

# %% tags=["demo", "quick"]
torch.testing.assert_close(columns.movedim(0, -1), by_hand)

# %% [markdown]
# ## One linear map, two ways to apply it
#
# A derivative is not a table of numbers first. Near $x$ the function moves, to first order, as a *linear map* does:
#
# $$f(x + t) = f(x) + J t + o(\lVert t \rVert)$$
#
# $J$ is that map, written down. Forward mode applies it to a tangent, $t \mapsto J t$, and is also called
# *pushforward*. Reverse mode applies its transpose to a cotangent, $v \mapsto J^\top v$ (lesson 01 wrote the same
# numbers as the row $v^\top J$), and is also called *pullback*. What reverse mode walks back over is called record,
# graph or tape: three names of one thing. The two modes are tied together, for every $v$ and every $t$:
#
# $$\langle v,\, J t \rangle \;=\; \langle J^\top v,\, t \rangle$$
#
# The left side needs one forward pass of width 1, the right side one reverse pass of width 1, and no Jacobian is ever
# built. So this is a test of two derivatives against each other at *any* size.

# %% tags=["demo", "quick"]
t, v = torch.randn(3, **kind), torch.randn(2, **kind)
_, pushed = jvp(small, (point,), (t,))
_, pullback = vjp(small, point)
(pulled,) = pullback(v)
print(f"⟨v, J t⟩ = {v @ pushed:.4f} and ⟨Jᵀv, t⟩ = {pulled @ t:.4f}")

# %% [markdown]
# And why does one cost less than the other? A function is a chain of steps, $f = f_3 \circ f_2 \circ f_1$, so that
# $J = J_3 J_2 J_1$. Forward mode multiplies from the right, $J_3 (J_2 (J_1 t))$, in the order in which $f$ runs;
# reverse mode from the left, $((v^\top J_3) J_2) J_1$, in the opposite order, and so needs a record. The product is the
# same; how many vectors are carried through it is not.
#
# Forward mode was described by Wengert in 1964, reverse mode by Linnainmaa in 1970, who wanted to know how rounding
# errors add up in a long computation.
#
# **Pen and paper.** Two Jacobians that you will meet again: the softmax $p = e^x / \sum_k e^{x_k}$, and the direction
# $u = x / \lVert x \rVert$. What is each, in terms of $p$ or of $u$ alone and $\lVert x \rVert$? Both send one
# direction to zero: which?
#
# <details><summary>Both, to compare</summary>
#
# - $\partial p_i / \partial x_j = p_i (\delta_{ij} - p_j)$, so $J = \mathrm{diag}(p) - p p^\top$. Add the same number
#   to all of $x$, and $p$ stays: $J \mathbf{1} = 0$.
# - $J = (I - u u^\top) / \lVert x \rVert$. Make $x$ longer, and its direction stays: $J x = 0$.
#
# Both are symmetric, so that $J t = J^\top t$: here the two modes give the same vector. Lesson 04 will say why.
#
# </details>


# %% tags=["demo", "quick"]
def direction(x):
    return x / torch.linalg.norm(x)


p, u = torch.softmax(point, 0), direction(point)
softmax_by_hand = torch.diag(p) - torch.outer(p, p)
direction_by_hand = (torch.eye(3, **kind) - torch.outer(u, u)) / point.norm()
torch.testing.assert_close(jacfwd(torch.softmax)(point, 0), softmax_by_hand)
torch.testing.assert_close(jacfwd(direction)(point), direction_by_hand)

# %% [markdown]
# ## Exercise 1: jacfwd by hand (some 25 minutes)
#
# Write `my_jacfwd(f, argnums=0)`. It returns a function of `f`'s arguments, as your `my_jacrev` did: an int for
# `argnums` gives $J$ of shape `out.shape + arg.shape`, a tuple gives a tuple of such. Use `vmap` over a `jvp`; no
# `jacfwd`, no `jacrev`, no `vjp`.
#
# - How many unit tangents does a weight of shape $(2, 3)$ have, and what shape has each?
# - The arguments that `argnums` leaves out do not move. Who holds them?
# - Where must the axis go that counts tangents, before you split it by `reshape`?
# - Whose dtype and whose device do they have? Here and below, whatever you make follows the arguments in both.


# %% nbgrader={"grade": false, "grade_id": "my_jacfwd", "locked": false, "schema_version": 3, "solution": true, "task": false}
def my_jacfwd(f, argnums=0):
    """Return a function of f's arguments that gives J, of shape out.shape + arg.shape, or a tuple of such."""

    def jacobian(*args):
        ### BEGIN SOLUTION
        if isinstance(argnums, tuple):
            return tuple(my_jacfwd(f, place)(*args) for place in argnums)
        arg = args[argnums]

        def push(tangent):
            def of_arg(part):
                return f(*args[:argnums], part, *args[argnums + 1 :])

            _, moved = jvp(of_arg, (arg,), (tangent,))
            return moved

        units = torch.eye(arg.numel(), dtype=arg.dtype, device=arg.device).reshape(-1, *arg.shape)
        columns = vmap(push)(units).movedim(0, -1)
        return columns.reshape(*columns.shape[:-1], *arg.shape)
        ### END SOLUTION

    return jacobian


# %% nbgrader={"grade": true, "grade_id": "check-my_jacfwd", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(my_jacfwd)

# %% [markdown]
# ## How wide is the pass?
#
# You have now built both. Each fills $J$ in a single pass, and what tells them apart is how many vectors that pass
# carries.

# %% tags=["demo"]
from autograder import figures
from autograder.figures import jacrev_vs_jacfwd

figures.show(*jacrev_vs_jacfwd.sweeps([(12, 4), (4, 12)]))

# %% [markdown]
# **Guess.** PyTorch's own tutorial takes `predict(weight, bias, x) = tanh(W x + b)` with 32 inputs and 2048 outputs.
# How many vectors does `jacfwd` send through it: `"32"`, `"2048"` or `"65536"`?

# %% tags=["demo"]
guess("03-width", ...)


# %% tags=["demo", "quick"]
def predict(weight, bias, x):
    return torch.tanh(F.linear(x, weight, bias))


def layer(n, m):
    """A layer of n inputs and m outputs as a function of x alone, and an x."""
    weight, bias = torch.randn(m, n, **kind), torch.randn(m, **kind)
    return lambda x: predict(weight, bias, x), torch.randn(n, **kind)


f, x = layer(32, 2048)
tall = jacfwd(f)(x)
torch.testing.assert_close(tall, jacrev(f)(x), rtol=1e-3, atol=1e-4)
print(f"tall: {tuple(tall.shape)}, the same by rows and by columns")

# %% [markdown]
# The tolerance is wider than `assert_close` would choose. In float32 two right ways differ in the last digits, since
# they add in another order; the defaults are tight enough to fail on that now and then.
#
# ## Exercise 2: the cheapest Jacobian (some 10 minutes)
#
# All yours, and short. Return $J$, of shape $(M, N)$, in **one** pass of width $\min(M, N)$, with anything from
# `torch.func`, or `torch.autograd.grad`.
#
# - You know $N$ from `x`. How do you learn $M$? One extra evaluation of `f` is allowed.
# - What do you do at $M = N$? Does it matter, by width?


# %% nbgrader={"grade": false, "grade_id": "cheapest_jacobian", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cheapest_jacobian(f, x):
    """Return J by one pass of width min(M, N). Shapes: x (N,) → (M, N)."""
    ### BEGIN SOLUTION
    transform = jacfwd if len(x) < len(f(x)) else jacrev
    return transform(f)(x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-cheapest_jacobian", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(cheapest_jacobian)

# %% [markdown]
# **Read the card's cost table.** The naive line takes the other mode. For a tall $f$ you pushed tangents and it pulled
# rows back; for a wide one it is the other way round. And the clock? On a layer of 32 inputs it agrees, as soon as
# there are many more outputs than inputs. It need not: where shapes are small, count and clock part, as you will see
# below.

# %% tags=["demo"]
trend(cheapest_jacobian)

# %% [markdown]
# ## Who won, and by how much?
#
# The tutorial times both modes on 32 → 2048 and on 2048 → 32. Two things went wrong on its page:
#
# - **Swapped captions.** Its 32 → 2048 is announced as the benchmark "with more inputs than outputs", and its
#   2048 → 32 as the one with more outputs. Count: it is the other way round.
# - **The wrong winner.** A helper reports who is better. Here is how it counts, fed with the times that the page itself
#   prints. Before you run: on 32 → 2048 forward mode took 0.769 ms and reverse mode 8.64 ms. Who should win?


# %% tags=["demo", "quick"]
def tutorial_says(first_time, second_time, second_name):
    gain = (first_time - second_time) / first_time
    if gain < 0:
        gain = -gain
    return f"{100 * gain:.0f} percent improvement with {second_name}"


print("32 → 2048:", tutorial_says(0.76865, 8.64, "jacrev"))  # jacfwd's time, jacrev's
print("2048 → 32:", tutorial_says(0.49524, 7.02, "jacfwd"))  # jacrev's time, jacfwd's

# %% [markdown]
# Reverse mode took eleven times as *long* on the first shape, and forward mode fourteen times on the second. The helper
# always praises the second one; when the gain is negative, it drops the sign, the one thing that knew better. And an
# improvement of more than 100 percent of a time would end before it began.
#
# There is a third flaw. The helper takes `times[0]`, the first of the samples, whatever happened to it. A `Measurement`
# from `torch.utils.benchmark` may hold many.
#
# ## Exercise 3: speedup (some 10 minutes)
#
# Return one number: how many times faster the candidate is than the baseline. 2.0 is twice as fast, 0.5 half as fast,
# so that the number itself says who won. Both come as `Measurement`s, perhaps with several samples; compare medians.


# %% nbgrader={"grade": false, "grade_id": "speedup", "locked": false, "schema_version": 3, "solution": true, "task": false}
def speedup(baseline, candidate):
    """Return how many times faster the candidate is, from two Measurements: 2.0 twice as fast, 0.5 half."""
    ### BEGIN SOLUTION
    return baseline.median / candidate.median
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-speedup", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(speedup)

# %% [markdown]
# Now the tutorial's comparison again, on this machine. Its times belong to its authors' machine, and ours to this one;
# what can be compared are the ratios. The tutorial's own times give 11.2 on the tall shape and 14.2 on the wide one.

# %% tags=["demo"]
from statistics import median

from autograder import bench, figures
from autograder.figures import jacrev_vs_jacfwd

modes = {"jacfwd": lambda f, x: jacfwd(f)(x), "jacrev": lambda f, x: jacrev(f)(x)}
shapes = [(32, 2048), (2048, 32)]  # inputs, outputs
layers = [layer(n, m) for n, m in shapes]
seconds = bench.samples(modes, layers, rounds=3 if fast else 21)
here = {}
for i, shape in enumerate(shapes):
    here[shape] = {mode: median(seconds[mode][i]) for mode in modes}
    print(shape, {mode: f"{1e3 * took:.2f} ms" for mode, took in here[shape].items()})
figures.show(*jacrev_vs_jacfwd.leads(here), bench.busy(seconds))

# %% [markdown]
# Each mode wins its own shape. The leads need not agree with the tutorial's, nor with those of the next run: they
# depend on the processor, on its memory and on what else is running. That the *right* one leads, and clearly, is the
# part that travels.
#
# ## Where is the border?
#
# The tutorial's rule of thumb: with many more outputs than inputs, "for example" $M > N$, use `jacfwd`, otherwise
# `jacrev`. Far from square it is right. Near square?
#
# **Guess.** $N = M = 128$: both passes are 128 wide. Which one is quicker by the clock: `"fwd"`, `"rev"` or
# `"neither"`?

# %% tags=["demo"]
guess("03-square", ...)

# %% [markdown]
# Measure a whole map of shapes. It fills a row at a time, the last rows slowly: half a minute in all, or more. Each
# cell says about how many times as fast the winner is: orange where that is forward mode, purple where it is reverse,
# and «=» where neither is ahead. If $M = N$ were the border, the colours would change along the dashed line.
#
# **Your turn.** Move the slider to another $N$. Where do the two lines on the right cross, left or right of the dashed
# line?

# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import jacrev_vs_jacfwd

sides = [16, 128, 512] if fast else [16, 64, 128, 256, 512, 1024, 2048]
blank = torch.full((len(sides), len(sides)), torch.nan, device="cpu")
took = {mode: blank.clone() for mode in modes}
turns = []


def draw(picked):
    note = bench.busy(*turns)
    return (*jacrev_vs_jacfwd.cost_map(sides, took, picked), note)


redraw = figures.browse(draw, len(sides), "inputs N", sides)

# %% tags=["demo"]
for i, m in enumerate(sides):
    for j, n in enumerate(sides):
        rounds = 25 if m * n < 100_000 else 4 if m * n < 1_000_000 else 2
        turns.append(bench.times(modes, [layer(n, m)], rounds))
        for mode, (least,) in turns[-1].items():
            took[mode][i, j] = least
    redraw()  # the map above: one more row
print(jacrev_vs_jacfwd.diagonal(sides, took))

# %% [markdown]
# - **Far from the dashed line**, in its two corners, widths decide, by a lot.
# - **Small shapes** are all fixed cost: an operation takes about as long for ten numbers as for a thousand, and forward
#   mode has more operations here. So reverse mode is ahead on the dashed line, up to twice as fast, and stays ahead on
#   Jacobians several times taller than wide.
# - **Large shapes** are all arithmetic: there the narrower pass is ahead, soon after the dashed line.
# - **For $M = 1$**, a loss, no pass is narrower than reverse mode's: one vector, whatever the number of parameters.
#   (Forward mode's is as narrow at $N = 1$ alone.) That is why training is done with it.
#
# One thing that the map does not show: forward mode keeps no record. So its memory does not grow with the number of
# steps in $f$; reverse mode's does.
#
# The border is a band, then, not a line. `check` counts widths because a count is the same on every machine; in the
# band the clock may prefer the wider pass, and `cheapest_jacobian` by widths is then not the quickest. If a decision is
# in the band and matters, measure it; and if it does not matter, take `jacrev`.
#
# ## What if the two disagree?
#
# Two ways to the same numbers, and they share little: one walks back over a record, the other never makes one. Here is
# an `f` that someone has "optimised": it is only a scale, they said, and switched off its gradient.


# %% tags=["demo", "quick"]
def scaled(x):
    with torch.no_grad():
        scale = torch.sigmoid(x).sum()
    return x * scale


# %% [markdown]
# **Guess.** Which one gives a wrong Jacobian of `scaled`: `"jacrev"`, `"jacfwd"` or `"both"`?

# %% tags=["demo"]
guess("03-no-grad", ...)

# %% tags=["demo", "quick"]
x, h = torch.randn(3, **kind), 1e-2
by_rows, by_columns = jacrev(scaled)(x), jacfwd(scaled)(x)
steps = h * torch.eye(3, **kind)
slopes = [(scaled(x + e) - scaled(x - e)) / (2 * h) for e in steps]
by_differences = torch.stack(slopes, dim=1)
print("jacrev against differences:", f"{(by_rows - by_differences).abs().max():.4f}")
print("jacfwd against differences:", f"{(by_columns - by_differences).abs().max():.4f}")

# %% [markdown]
# `no_grad` means: do not record. Reverse mode walks back over the record, and finds nothing there; forward mode
# carries its tangents along, and never looks. So `jacrev(f)` against `jacfwd(f)` is a cheap test of any `f` that you
# did not write yourself. It finds `no_grad`; it does not find `detach` or `.data`, which fool both. Differences find
# all three.
#
# Some disagreements come as messages. These are the usual ones:
#
# | PyTorch says | What happened | Mend it |
# |:---|:---|:---|
# | *argnums must be int or Tuple* | `argnums` was a list, or it was `x`, as in `jacrev(f, x)`. | `jacrev(f)(x)`; a tuple for several. |
# | *Got argnum=1, but only 1 positional inputs* | `f` was given fewer arguments than that. | Count from 0. |
# | *got an unexpected keyword argument* | An argument of `f` was passed by keyword. Or `jacfwd` was asked for chunks. | Pass by position. `vmap(..., chunk_size=…)` over a `jvp`. |
# | *to return only tensors, got unsupported type* | `f` returns something beside its result. | `has_aux=True`, and return the pair `(output, extra)`. |
# | *called random operation while in randomness error mode* | Dropout in `f`. `jacrev` runs `f` once, outside of vmap; `jacfwd` runs it inside. | `jacfwd(f, randomness="same")`, or switch it off. |
# | *does not have vmap support* | An `autograd.Function` of your own. | `generate_vmap_rule = True`, and a `jvp` for forward mode. |
# | *Trying to use forward AD with* | An operation has no forward rule: `grid_sample`, `nn.LSTM`, `cdist`, `pdist`, attention over four axes on a CPU. | `jacrev`; for attention also `with sdpa_kernel(SDPBackend.MATH):` (from `torch.nn.attention`) around it. |
#
# In eval mode, with its parameters frozen or under `no_grad`, an `nn.TransformerEncoderLayer` takes a fused path of its
# own, which has no forward rule either: there `jacfwd` needs `torch.backends.mha.set_fastpath_enabled(False)` besides.
#
# And one that comes without a message: a Jacobian of zeros. Then `f` does not use what it is given. It closes over
# another `x`, or over a module's own parameters.
#
# ## Bug hunt (some 15 minutes)
#
# A colleague has written `cheapest_jacobian` without the library: "Checked against `jacrev` on my tall network, equal
# to the last digit." It holds **two** bugs, and both hide on tall networks. Mend it in place, changing as little as
# you can. Not graded.


# %% tags=["demo", "quick"]
def mended(f, x):
    """J by one pass of width min(M, N). Shapes: x (N,) → (M, N)."""
    y, pullback = vjp(f, x)
    if len(y) >= len(x):
        (rows,) = vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))
        return rows
    units = torch.eye(len(x), dtype=x.dtype, device=x.device)
    return vmap(lambda t: jvp(f, (x,), (t,))[1])(units)


# %% [markdown]
# Look first. What is wrong on a wide layer? And what is dear on a tall one, though it is right?

# %% tags=["demo"]
for n, m in ((5, 3), (3, 5)):
    g, start = layer(n, m)
    found = mended(g, start)
    same = found.shape == (m, n) and torch.allclose(found, jacrev(g)(start), atol=1e-5)
    print(f"{n} → {m}: expected shape ({m}, {n}), got {tuple(found.shape)};", end=" ")
    print("equal to jacrev's" if same else "not equal to jacrev's")

# %% tags=["demo"]
check(mended, question="cheapest_jacobian")

# %% [markdown]
# <details><summary>Both bugs, if you give up</summary>
#
# 1. Columns come out of `vmap` along the first axis. They belong along the last: `.movedim(0, -1)`. (`out_dims=-1` asks
#    for the same. But where the output does not depend on `x`, it goes wrong in torch 2.13: in an error, or, with a
#    single output, without a word in a tensor of shape (34359738369, 1, 0).)
# 2. The comparison is turned round. Rows are cheap where there are few of them: `if len(y) <= len(x)`. On tall networks
#    the values were right all the same, so no test of values would ever have found it. A count did.
#
# </details>
#
# ## In your own words (some 10 minutes)
#
# A simulator turns 12 dials into 1,000,000 temperatures. A loss turns the temperatures into one number. You want
# (a) the Jacobian of the simulator, (b) the gradient of the loss in the dials.
#
# Which mode do you take for each, and how wide is its pass? A colleague has timed both modes on (a) once each, and
# reports "an improvement of 4,000 percent". What would you write in its place, from how many runs? And which single
# test would you make before you believe either Jacobian? Four to seven sentences. (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# (a) The Jacobian has a million rows and twelve columns: forward mode, one pass of twelve tangents. (b) Loss after
# simulator has one output, so reverse mode gives its whole gradient in one pass of width 1; forward mode would need
# twelve tangents, which is not bad either, and saves the record if memory is short. In place of the percentage I would
# write how many times as fast forward mode is, the ratio of reverse mode's median time to forward mode's, each from
# some ten runs taken in turns, and name machine and sizes. Before I believe it, I compare the two modes on one random
# pair of vectors: vᵀ(J t) from a jvp against (vᵀJ) t from a vjp. That is two passes of width 1, and finds a no_grad
# inside the simulator; a central difference along t would find a detach as well.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for modes and widths: (a) forward, twelve; (b) reverse, one (forward with twelve tangents also counts, if
#   the twelve is said).
# - 1 point for evidence: a ratio that says who won, from several runs (medians or the like), and a workable test: the
#   two modes against each other, on some rows and columns or by one vᵀJt, or differences.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## What to take along
#
# - A tangent gives a column, a cotangent gives a row. Under `vmap`, all columns in one pass of width $N$, all rows in
#   one of width $M$.
# - Take the narrower one. Near square, and where shapes are small, the clock may prefer reverse mode all the same.
# - One pass of each mode tests both: $\langle v, J t \rangle = \langle J^\top v, t \rangle$.
# - A ratio of medians says who won. A percentage without a sign does not.
# - Two modes that agree are evidence; two that disagree are a bug found.
#
# So far one derivative. **Lesson 04** takes the derivative of a derivative, and there the two modes can be put
# together in four ways.
#
# ## Further
#
# - [Jacobians, Hessians, hvp, vhp, and more](https://pytorch.org/tutorials/intermediate/jacobians_hessians.html),
#   PyTorch's own tutorial, which this course follows and corrects.
# - [Forward-mode automatic differentiation](https://pytorch.org/tutorials/intermediate/forward_ad_usage.html): dual
#   tensors, which are beneath `jvp`, and how to give your own `autograd.Function` a forward rule.
# - Baydin, Pearlmutter, Radul and Siskind, [Automatic differentiation in machine learning: a
#   survey](https://jmlr.org/papers/v18/17-468.html), 2018: both modes, their history, and what they are not.
# - Griewank and Walther, [Evaluating Derivatives](https://doi.org/10.1137/1.9780898717761), 2008: the book on it all.

# %% tags=["demo"]
progress()
