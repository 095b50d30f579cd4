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
# # 5. Many samples, no loop
#
# You have the Jacobian of one sample. Now there are 64 of them, and a Jacobian is wanted for each. A loop would do it.
# This lesson does it without: once for a function that knows one sample, once for a function that only takes a whole
# batch. The second way rests on an assumption that nobody checks, so you will write the check.
#
# **You will be able to**
#
# - map any derivative over a batch, and say which arguments the samples share;
# - tell the derivative *of each sample* from the derivative *of the batch*, by shape and by price;
# - use the sum trick where rows are independent, and say why it works;
# - show where it lies, and test a function for the coupling that makes it lie;
# - take a Hessian of every output of every sample.
#
# **You need** lessons 02 to 04. Plan two hours and a half; after exercise 2 is a good place to stop.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. There are four exercises, a bug hunt, and at the end a question
#   to answer in words.
# - Stuck? Write `hint(batch_jacobian)`, say, in a cell of your own. There are three hints on each exercise.
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
from torch.func import hessian, jacrev, vmap

from autograder import check, guess, hint, progress, run_on, trend

torch.set_num_threads(1)  # small tensors: a second thread would only make times jump
device = run_on(device)
kind = {"dtype": getattr(torch, dtype), "device": device}

# %% [markdown]
# **Looking back.** Has a card named a mistake of yours? Then here is a question on it. If not, go on.

# %% tags=["demo"]
guess("yours", ...)  # "a", "b" or "c" in place of the dots

# %% [markdown]
# ## Which arguments do the samples share?
#
# The layer is the one of lesson 01, no longer square: 31 numbers in, 33 out. There are 64 samples, one to a row of
# `X`. The letters are $B$ samples, $M$ outputs, $N$ inputs, and the batch axis always comes first.


# %% tags=["demo", "quick"]
def predict(weight, bias, x):
    return torch.tanh(F.linear(x, weight, bias))


B, M, N = 64, 33, 31
torch.manual_seed(seed)
weight = torch.randn(M, N).to(**kind)
bias = torch.randn(M).to(**kind)
X = torch.randn(B, N).to(**kind)

# %% [markdown]
# PyTorch's tutorial asks for the Jacobian by `x`, and maps that. Its `in_dims` has one entry for each argument: `None`
# for what all samples share, 0 for what has a batch axis in front.

# %% tags=["demo", "quick"]
per_sample = vmap(jacrev(predict, argnums=2), in_dims=(None, None, 0))(weight, bias, X)
print("X", tuple(X.shape), "→", tuple(per_sample.shape))

# %% [markdown]
# Read it from the inside: `jacrev` makes a function that gives the Jacobian of *one* sample, of shape $(33, 31)$.
# `vmap` then calls it with all samples at once, and puts $B$ in front.
#
# **Guess.** What if the two change places? `jacrev(vmap(f))(X)` differentiates the mapped function. Which shape comes
# back: `"(64, 33, 31)"`, `"(64, 33, 64, 31)"` or `"(33, 31)"`?

# %% tags=["demo"]
guess("05-pairs", ...)  # your guess in place of the dots


# %% [markdown]
# Here are five samples of a smaller layer, so that every block can be seen.


# %% tags=["demo", "quick"]
small_weight, small_bias = weight[:4, :6], bias[:4]
few = X[:5, :6]


def small(x):
    return predict(small_weight, small_bias, x)


whole = jacrev(vmap(small))(few)
blocks = torch.stack([whole[b, :, b] for b in range(len(few))])
gap = (blocks - vmap(jacrev(small))(few)).abs().max()
print(f"the whole batch: {tuple(whole.shape)}")
print(f"its diagonal and vmap(jacrev) differ by {gap:.1e}")

# %% tags=["demo"]
from autograder import figures
from autograder.figures import batching

named = {"output of every sample by input of every sample": whole}
figures.show(*batching.pairs(named))

# %% [markdown]
# Sample 3's output does not move with sample 1's input. So all blocks off the diagonal are zeros, worked out, stored
# and thrown away: $B$ times the memory for the same numbers. The next cell does the sum for the 64 samples above.

# %% tags=["demo"]
numbers, each = B * M * N, X.element_size()
print(f"vmap(jacrev(f)): {numbers:>10,} numbers, {numbers * each / 1e6:.2f} MB")
print(f"jacrev(vmap(f)): {numbers * B:>10,} numbers, {numbers * B * each / 1e6:.0f} MB")

# %% [markdown]
# ## Exercise 1: the Jacobian of every sample (10 minutes)
#
# Nearly done: `of_one` takes one sample. Return the Jacobians of all, of shape $(B, M, N)$, by `vmap` over samples and
# one batched forward. As in all lessons, whatever you make has `X`'s dtype and is on its device.


# %% nbgrader={"grade": false, "grade_id": "batch_jacobian", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batch_jacobian(f, X):
    """Return J of every sample. Shapes: f (N,) → (M,), X (B, N) → (B, M, N)."""

    def of_one(x):
        return torch.func.jacrev(f)(x)

    ### BEGIN SOLUTION
    return torch.func.vmap(of_one)(X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-batch_jacobian", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(batch_jacobian)

# %% [markdown]
# What does it gain over the loop `torch.stack([jacrev(f)(x) for x in X])`, which gives the same numbers?


# %% tags=["demo", "quick"]
def layer(x):
    """One sample. Shapes: (31,) → (33,)."""
    return predict(weight, bias, x)


# %% tags=["demo"]
from autograder import bench, figures
from autograder.figures import batching

ways = {
    "loop over samples": lambda X: torch.stack([jacrev(layer)(x) for x in X]),
    "vmap": lambda X: vmap(jacrev(layer))(X),
}
sizes = (4, 16, 64) if fast else (2, 4, 8, 16, 32, 64)
times = bench.times(ways, [(X[:size],) for size in sizes], 5 if fast else 10)
figure, said = batching.lead(sizes, times)
figures.show(figure, said, bench.busy(times))
figures.say(said)

# %% [markdown]
# The loop's time grows in step with $B$: each sample pays for every Python call again. `vmap` pays once, as long as the
# arithmetic is small beside the calls. So the lead grows with $B$. `trend` holds yours against both.

# %% tags=["demo"]
trend(batch_jacobian)

# %% [markdown]
# ## What if f only takes a batch?
#
# Many functions come without a version for one sample: a model whose forward wants $(B, N)$ and gives $(B, M)$.
# The tutorial shows a trick. Add the rows of the output up, differentiate the *sum*, and put the axes in order.
#
# $$S = \sum_a f(X)_a \qquad \frac{\partial S_i}{\partial X_{bj}} = \sum_a \frac{\partial f(X)_{ai}}{\partial X_{bj}}$$
#
# **Guess.** $S$ mixes all samples. Whose Jacobian is its derivative by row 5 of $X$: `"everyone's"` added up,
# `"its own"`, or `"an average"`?

# %% tags=["demo"]
guess("05-sum", ...)


# %% tags=["demo", "quick"]
def predict_summed(weight, bias, X):
    return predict(weight, bias, X).sum(0)


by_sum = jacrev(predict_summed, argnums=2)(weight, bias, X)
print("derivative of the sum:", tuple(by_sum.shape))
torch.testing.assert_close(by_sum.movedim(1, 0), per_sample, rtol=1e-4, atol=1e-5)

# %% [markdown]
# In the picture of blocks, summing over $a$ adds all blocks of a column. Where all but one are zero, nothing is lost.
# The shape is (output, sample, input), so one `movedim` is left to do. `reshape` would give the right shape, too, and
# nearly every number in the wrong place.
#
# ## Exercise 2: the sum trick (15 minutes)
#
# Half done. Here `f` takes the whole batch, and its rows are independent. Return $(B, M, N)$ by the sum trick: no
# `vmap` over samples, no loop over samples. (A cotangent of ones over the batch is the same trick.)


# %% nbgrader={"grade": false, "grade_id": "batch_jacobian_by_sum", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batch_jacobian_by_sum(f, X):
    """Return J of every sample by the sum trick. Shapes: f (B, N) → (B, M), X (B, N) → (B, M, N)."""

    def summed(batch):
        ### BEGIN SOLUTION
        return f(batch).sum(0)
        ### END SOLUTION

    ### BEGIN SOLUTION
    return torch.func.jacrev(summed)(X).movedim(0, 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-batch_jacobian_by_sum", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check(batch_jacobian_by_sum)

# %% [markdown]
# **A good place to stop.** You can take the Jacobian of every sample in two ways. What follows is about the assumption
# beneath the second.
#
# ## When does the trick lie?
#
# **Pen and paper.** Two functions of a batch, both with as many outputs as inputs. First, a softmax over the *features*
# of each row, $s = \operatorname{softmax}(x_b)$. Second, the mean over the batch taken off,
# $c_a = x_a - \tfrac1B \sum_b x_b$. What is the derivative of row $a$ of each by row $b$ of $X$, and what do these add
# up to over $a$?
#
# <details><summary>Both, when you have yours</summary>
#
# $$\frac{\partial s_a}{\partial x_b} = \delta_{ab}\big(\operatorname{diag} s_a - s_a s_a^\top\big) \qquad
# \frac{\partial c_a}{\partial x_b} = \Big(\delta_{ab} - \frac1B\Big) I$$
#
# Over $a$ the first adds up to row $b$'s own block. The second adds up to zero, whatever $b$.
#
# </details>


# %% tags=["demo", "quick"]
def summed_over_rows(f, Z):
    return jacrev(lambda Z: f(Z).sum(0))(Z).movedim(0, 1)


s = few.softmax(1)
own_blocks = torch.diag_embed(s) - s[:, :, None] * s[:, None, :]
torch.testing.assert_close(summed_over_rows(lambda Z: Z.softmax(1), few), own_blocks)
centred = summed_over_rows(lambda Z: Z - Z.mean(0), few)
assert centred.abs().max() < 1e-6  # the samples' own blocks are (1 − 1/5) I

# %% [markdown]
# Now put a **batch norm** behind the layer, as in training: subtract each output's mean over the batch, divide by its
# standard deviation.


# %% tags=["demo", "quick"]
def normed(X):
    """The small layer, then batch norm. Shapes: (B, 6) → (B, 4)."""
    Y = predict(small_weight, small_bias, X)
    centred = Y - Y.mean(0)
    return centred / (centred.square().mean(0) + 1e-5).sqrt()


# %% [markdown]
# **Guess.** Apply the sum trick to `normed`. What comes out: `"the same as before"`, `"nearly zero"` or `"an error"`?

# %% tags=["demo"]
guess("05-norm", ...)

# %% tags=["demo", "quick"]
norm_whole = jacrev(normed)(few)
norm_by_sum = summed_over_rows(normed, few)
norm_own = torch.stack([norm_whole[b, :, b] for b in range(len(few))])
print(f"largest entry of the samples' own blocks: {norm_own.abs().max():.2f}")
print(f"largest entry by the sum trick:           {norm_by_sum.abs().max():.1e}")

# %% tags=["demo"]
from autograder import figures
from autograder.figures import batching

right = summed_over_rows(small, few)
of_sample_1 = {"layer": (blocks[1], right[1])}
of_sample_1 |= {"batch norm": (norm_own[1], norm_by_sum[1])}
figures.show(*batching.trusted(of_sample_1))

# %% [markdown]
# No error, the right shape, numbers all the same. Where did the Jacobian go? Look at all pairs.

# %% tags=["demo"]
from autograder import figures
from autograder.figures import batching

figures.show(*batching.pairs({"layer": whole, "layer, then batch norm": norm_whole}))

# %% [markdown]
# With batch norm every output depends on every input. The trick adds up each column of blocks; and batch norm makes
# its outputs add up to zero, whatever comes in. So the derivative of the sum is zero, exactly but for rounding.
#
# **Your turn.** The slider turns the coupling on: 0 is the plain layer, 1 is the batch norm. From where on would you
# notice that the right-hand picture is wrong, if you had nothing to compare it with?

# %% tags=["demo", "quick"]
strengths = [0.0, 0.05, 0.2, 0.5, 0.8, 1.0]


def with_coupling(c):
    return lambda Z: (1 - c) * small(Z) + c * normed(Z)


def by_both(f, Z):
    """All pairs of samples, and the sum trick's answer."""
    return jacrev(f)(Z), summed_over_rows(f, Z)


# %% tags=["demo"]
from autograder import figures
from autograder.figures import batching

limit = float(max(whole.abs().max(), norm_whole.abs().max()))  # one scale of colours


def draw(i):
    return batching.coupled(*by_both(with_coupling(strengths[i]), few), 1, limit)


figures.browse(draw, len(strengths), "coupling", strengths)

# %% [markdown]
# And here is the answer without a slider: the error of the trick, from no coupling to full batch norm.

# %% tags=["demo"]
for c in strengths:
    all_pairs, summed = by_both(with_coupling(c), few)
    own = torch.stack([all_pairs[b, :, b] for b in range(len(few))])
    share = (summed - own).abs().max() / own.abs().max()
    print(f"coupling {c:4.2f}: the trick errs by {share:6.1%} of the largest entry")

# %% [markdown]
# Blank pictures are a kind warning: something is wrong. You get them only where batch norm comes *last*, or has nothing
# but linear layers behind it, since what adds up to zero still does after a linear map. In a network it is hidden
# inside. Behind it come a bend and another layer, and then the blocks of a column no longer cancel.


# %% tags=["demo", "quick"]
def deep(Z):
    """A layer, batch norm, a bend, a second layer. Shapes: (B, 12) → (B, 4)."""
    Y = Z @ weight[:24, :12].T
    return torch.tanh((Y - Y.mean(0)) / Y.std(0)) @ weight[:4, :24].T


all_pairs, summed = by_both(deep, X[:, :12])
own = torch.stack([all_pairs[b, :, b] for b in range(B)])
brightness = summed.abs().mean() / own.abs().mean()
error = (summed - own).abs().mean() / own.abs().mean()
print(f"by the sum trick: {brightness:.2f} times as bright, and {error:.0%} off")

# %% [markdown]
# Such a map looks like any other. Half as bright, and nearly all of it wrong: nothing in the picture tells.
#
# ## How would you know?
#
# Batch norm is the famous case, not the only one. A softmax over the wrong axis couples a batch; so do a
# cumulative sum, a contrastive loss, a mean subtracted "for stability", two rows that someone swapped. Before you trust
# the trick, ask the function.
#
# The picture of all pairs would tell. But it takes $B^2 M N$ numbers to answer one yes or no. What is the least that
# you would need?
#
# - Move one row of $X$. Which rows of $f(X)$ follow?
# - Or: pull one vector back from one row of $f(X)$. Which rows of $X$ does it reach?
#
# A random direction does not cancel by accident. One such question a row makes $B$ questions, not $B M N$.
#
# ## Exercise 3: are the rows independent? (35 minutes)
#
# Yours from here on. `f` takes $(B, N)$ to $(B, M)$, $B \ge 2$. Return `True` where no row of $f(X)$ depends on another
# row of $X$, else `False`. Do not build $(B, M, B, N)$.
#
# A coupling may join a single pair of rows, run in one direction, or be a thousandth of the rest in size. Rounding
# is no coupling.


# %% nbgrader={"grade": false, "grade_id": "is_independent", "locked": false, "schema_version": 3, "solution": true, "task": false}
def is_independent(f, X):
    """Tell whether each row of f(X) depends on its own row of X alone. Shapes: f (B, N) → (B, M), X (B, N)."""
    ### BEGIN SOLUTION
    Y = f(X)
    for b in range(len(X)):
        moved = X.clone()
        moved[b] += torch.randn_like(X[b])
        change = (f(moved) - Y).abs().amax(dim=1)
        change[b] = 0
        if change.max() > 1e-5 * Y.abs().max():
            return False
    return True
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-is_independent", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(is_independent)

# %% [markdown]
# Ask it about the two functions above.

# %% tags=["demo"]
try:
    answers = is_independent(small, few), is_independent(normed, few)
except Exception:
    answers = None, None
if None in answers:
    print("Not yet. Finish exercise 3, then run this cell again.")
else:
    print(f"the plain layer: {answers[0]}\nwith batch norm: {answers[1]}")

# %% [markdown]
# The cure is to put the model into evaluation mode (`model.eval()`). Batch norm then uses fixed statistics, rows are
# independent, and the trick is true again. In training mode "the Jacobian of one sample" is a question that the
# function does not answer: there is no output of one sample alone.
#
# `vmap` shows `f` one sample at a time, so no other one can leak in. A function that needs the others, or takes one
# sample for a whole batch, mostly ends in an error. Here are five errors that you will meet.
#
# The last one is luck. In training, a batch norm layer of `torch.nn` writes its running mean in place, and `torch.func`
# forbids that. `torch.autograd.grad` allows it, and there the trick lies without a word.


# %% tags=["demo"]
def refused(title, ask):
    try:
        ask()
        print(f"{title}: no error")
    except Exception as error:
        print(f"{title}:\n    {str(error).splitlines()[0].split('. ')[0][:170]}")


batch_norm = torch.nn.BatchNorm1d(4).to(**kind)  # in training


def trained(Z):
    return batch_norm(small(Z))


# %% tags=["demo"]
refused("One, in training", lambda: vmap(lambda x: trained(x[None]))(few))
refused("f of one, given all", lambda: jacrev(lambda x: small_weight @ x)(few))
refused("A mapped number", lambda: vmap(lambda x: x * float(x.sum()))(few))
refused("Too many in_dims", lambda: vmap(small, in_dims=(None, 0))(few))
refused("All, in training", lambda: jacrev(lambda Z: trained(Z).sum(0))(few))
leaf = few.clone().requires_grad_()
(slopes,) = torch.autograd.grad(trained(leaf)[:, 0].sum(), leaf)
print("The same by torch.autograd.grad goes through.")
print(f"Its largest entry: {slopes.abs().max():.1e}")

# %% [markdown]
# ## What is the Hessian of a batch?
#
# One derivative more. For one sample of a vector $f$ it has shape $(M, N, N)$: a Hessian for each output. The tutorial
# maps `hessian` as it mapped `jacrev`:

# %% tags=["demo", "quick"]
hessians = vmap(hessian(predict, argnums=2), in_dims=(None, None, 0))(weight, bias, X)
print(tuple(hessians.shape), f"{hessians.numel() * 4 / 1e6:.0f} MB in float32")

# %% [markdown]
# **Guess.** In the other order, `hessian(vmap(f))(X)`, how much would the result take in float32: `"8 MB"`, `"520 MB"`
# or `"33 GB"`? (Don't run it.)

# %% tags=["demo"]
guess("05-memory", ...)

# %% tags=["demo"]
inside, outside = (B, M, N, N), (B, M, B, N, B, N)
for order, axes in (("vmap(hessian(f))", inside), ("hessian(vmap(f))", outside)):
    print(f"{order}: {axes}, {torch.Size(axes).numel() * 4 / 1e6:,.0f} MB")

# %% [markdown]
# ## Exercise 4: the Hessian of every output of every sample (10 minutes)
#
# All yours: shape $(B, M, N, N)$, by `vmap` over samples, with one batched forward.


# %% nbgrader={"grade": false, "grade_id": "batch_hessian", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batch_hessian(f, X):
    """Return H of every output of every sample. Shapes: f (N,) → (M,), X (B, N) → (B, M, N, N)."""
    ### BEGIN SOLUTION
    return torch.func.vmap(torch.func.hessian(f))(X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-batch_hessian", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(batch_hessian)

# %% [markdown]
# The sum trick takes this derivative, too, where $f$ only takes a batch. The Jacobians of all samples, added up, are
# $(M, N)$, and each of them moves with its own row of $X$ alone. So: $J$ by the sum, summed over the batch again, and
# one more `jacrev`. The batch axis comes out third.


# %% tags=["demo", "quick"]
def summed_jacobians(Z):
    """The sum of all samples' Jacobians. Shapes: (B, N) → (M, N)."""
    return jacrev(lambda Z: layer(Z).sum(0))(Z).sum(1)


hessians_by_sum = jacrev(summed_jacobians)(X).movedim(2, 0)
print(tuple(hessians_by_sum.shape))
torch.testing.assert_close(hessians_by_sum, hessians, rtol=1e-4, atol=1e-4)

# %% [markdown]
# ## Bug hunt (10 minutes)
#
# A colleague's sum trick has the right shape for every $B$, $M$ and $N$, and for a batch of *one* sample it is right to
# the last digit. It holds **two** bugs. You have read of both today. Mend it in place, changing as little as you can.
# Not graded.


# %% tags=["demo", "quick"]
def mended(f, X):
    """J of every sample, by the sum trick. Shapes: f (B, N) → (B, M) → (B, M, N)."""
    J = torch.func.jacrev(lambda batch: f(batch).mean(0))(X)
    return J.reshape(X.shape[0], -1, X.shape[1])


# %% [markdown]
# Look first: by what factor do the sizes differ? Undo it: are the numbers that you find in one place those of another?

# %% tags=["demo"]
found = mended(small, few)
share = found.abs().mean() / blocks.abs().mean()
print(f"mean size of an entry: {share:.2f} of what it should be")
rows = {"as it should be": blocks[0, 1], "as found": found[0, 1]}
for says, row in rows.items():
    values = " ".join(f"{value:6.3f}" for value in row)
    print(f"sample 0, output 1, {says:15}: {values}")
apart = (blocks - found[0, 1] / share).abs().amax(2)
sample, output = divmod(int(apart.argmin()), apart.shape[1])
print(f"found is {share:.2f} times that of sample {sample}, output {output}")

# %% tags=["demo"]
check(mended, question="batch_jacobian_by_sum")

# %% [markdown]
# <details><summary>Both bugs, if you give up</summary>
#
# 1. `mean(0)` divides by $B$, and so does its derivative. The trick needs the sum.
# 2. The derivative has shape $(M, B, N)$. `reshape` only cuts the same row of numbers into other lengths; to bring the
#    batch axis to the front takes `movedim(0, 1)`. With $B = 1$ both do the same, which is why one sample hid it.
#
# </details>
#
# ## In your own words (15 minutes)
#
# A colleague wants to know which pixels matter to a classifier, image by image. The network has batch norm layers
# inside and is in training mode. With the sum trick on batches of 256 her maps come out about half as bright as a
# friend's, who takes one image's output by that image alone, and hardly like them. On batches of 8 the same image has
# yet another map. No error, and every shape is right. She suspects that the network has learned nothing.
#
# What happened, and why are the maps not simply black, as they were for `normed`? How would you show it to her with one
# small experiment, and what should she do instead? Three to six sentences. (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# In training mode batch norm uses the batch's own mean and variance, so each image's output depends on all the others
# and the rows are not independent. The sum trick adds those cross terms to each image's own gradient: the maps are of
# the sum, not of the image, and change with the company that it is in. They would cancel to zero if batch norm came
# last, since a normalised column adds up to a constant; behind it come a bend and more layers, so they cancel in
# part. To show it, change one image in a batch, run the network again, and see the outputs of the other images move (or
# run is_independent). She should switch to evaluation mode, where the statistics are fixed and the rows are
# independent; then the trick is true, and agrees with vmap over single images, which she can check on a few.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for the cause: batch norm in training mode couples the samples, so the derivative of the sum is no longer
#   each sample's own but has the others' terms in it. That these cancel wholly where batch norm is last (or has only
#   linear layers behind it), and in part where a bend follows, is a bonus, not needed.
# - 1 point for experiment and cure: a test that moves one sample and looks at others (or compares with a per-sample
#   derivative, or B = 8 against B = 256); and evaluation mode (or fixed statistics, or a norm over features).
# - «Use vmap instead» alone earns no second point: in training mode a batch of one sample is another function again,
#   or an error.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## What to take along
#
# - `vmap(jacrev(f))` is a Jacobian for each sample; `jacrev(vmap(f))` is a block for each *pair* of samples.
# - `in_dims` says what is shared: `None` for weights, 0 for the batch.
# - The sum trick needs no `vmap` over samples, and trusts that rows are independent. Nothing warns you if they are not.
# - Move one row, look at the others: that is a test, and it is cheap.
#
# All the matrices so far were built in full. A Hessian of a million parameters cannot be. **Lesson 06** never builds
# it, and still gets what it is wanted for.
#
# ## Further
#
# - [Jacobians, Hessians, hvp, vhp, and more](https://pytorch.org/tutorials/intermediate/jacobians_hessians.html),
#   PyTorch's tutorial: its section on batches is where this lesson starts.
# - [Per-sample gradients](https://pytorch.org/tutorials/intermediate/per_sample_grads.html), PyTorch: the same `vmap`,
#   by weights that the samples share.
# - [Ioffe and Szegedy 2015](https://arxiv.org/abs/1502.03167), who made batch norm, and say themselves that it does not
#   treat each example on its own.
# - [Goodfellow 2015](https://arxiv.org/abs/1510.01799): the norm of each sample's gradient from one backward pass,
#   years before `vmap`.

# %% tags=["demo"]
progress()
