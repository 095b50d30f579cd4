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
# # 1. One reverse pass is one row
#
# Sixteen numbers go into a layer, sixteen come out. Which input moves which output, and by how much?
# The answer is a table of 256 slopes, the **Jacobian**. When autograd walks back from outputs to inputs, it brings home
# one row of that table. This lesson is about that one sentence: what it means, what it costs, and how to check it.
#
# **You will be able to**
#
# - say what shape a Jacobian has, and what its rows and its columns mean;
# - get one row, or any mixture of rows, from one reverse pass;
# - build the whole Jacobian and evaluate the function only once;
# - check it by a second way that knows nothing of autograd, with a step size that you can defend;
# - recognise the usual wrong Jacobians when you see one.
#
# **You need** derivatives and a little PyTorch. Plan an hour and three quarters.
#
# - `guess` answers a guess at once. It is never graded; guess before you run.
# - `check` judges an exercise and says what to do next. Run it as often as you like. There are three exercises, and at
#   the end a question to answer in words.
# - Stuck? Write `hint(vjp_once)`, say, in a cell of your own. There are three hints on each exercise.
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
# ## What is a Jacobian?
#
# Take a function $f$ that turns $N$ numbers into $M$ numbers, $y = f(x)$. Nudge one input: every output may move.
# The Jacobian holds all of these slopes, a row for each output and a column for each input:
#
# $$\underbrace{J}_{(M,\,N)} \qquad J_{ij} = \frac{\partial y_i}{\partial x_j}$$
#
# - **Row $i$**, of shape $(N,)$, is the gradient of output $i$: how each input moves it.
# - **Column $j$**, of shape $(M,)$, is the reach of input $j$: how it moves each output.
#
# **Pen and paper.** Let $y_0 = x_0 x_1$ and $y_1 = x_1 + x_2^2$, so $N = 3$ and $M = 2$. What is $J$ at
# $x = (2, 3, 5)$? Write down both rows, then run the next cell.


# %% tags=["demo", "quick"]
def small(x):
    return torch.stack([x[0] * x[1], x[1] + x[2] ** 2])


point = torch.tensor([2.0, 3.0, 5.0], **kind)
by_hand = torch.tensor(
    [
        [3.0, 2.0, 0.0],  # the gradient of y0 is (x1, x0, 0)
        [0.0, 1.0, 10.0],  # the gradient of y1 is (0, 1, 2 x2)
    ],
    **kind,
)
shapes = {"x": point.shape, "y": small(point).shape, "J": by_hand.shape}
print(", ".join(f"{name} {tuple(shape)}" for name, shape in shapes.items()))

# %% [markdown]
# ## What comes out of one reverse pass?
#
# As $f$ runs, autograd records each step. (This record is also called the *graph*, or the *tape*: one thing, three
# names.) A **reverse pass** walks that record backwards. You hand it one weight for each output, a vector $v$ called
# the *cotangent*. It hands you one number for each input:
#
# $$\underbrace{v^\top}_{(1,\,M)} \; \underbrace{J}_{(M,\,N)} \;=\; \underbrace{v^\top J}_{(1,\,N)}$$
#
# This is the *vector-Jacobian product*, or **vjp**; the function that takes $v$ to it is the *pullback*. (Its forward
# twin takes $t$ to $Jt$ and is the *pushforward*: lesson 03.) The matrix in the middle is never built. Seppo Linnainmaa
# described this walk in his master's thesis of 1970; sixteen years later it became known as backpropagation.
# (In code $v$ has shape `(M,)` and the result `(N,)`: a 1-D tensor is neither a row nor a column.)
#
# **Guess.** For `small` at $(2, 3, 5)$, what comes back for $v = (1, 1)$?
#
# - `"row"`: the first row, $(3, 2, 0)$
# - `"sum"`: both rows added, $(3, 3, 10)$
# - `"both"`: both rows, one above the other

# %% tags=["demo"]
guess("01-ones", ...)  # your guess in place of the dots

# %% [markdown]
# Now run it. Note `leaf`: a tensor of our own, with `point`'s numbers, that autograd watches. `point` itself stays the
# plain tensor that it was.

# %% tags=["demo", "quick"]
leaf = point.detach().requires_grad_()
y = small(leaf)
torch.autograd.grad(y, leaf, torch.ones_like(y))

# %% [markdown]
# A tuple came back, with one entry for each tensor we asked about. We asked about one, so we will write `(row,) = …`.
#
# Which $v$ gives the first row alone? Look for it in the picture.

# %% tags=["demo"]
from autograder import figures
from autograder.figures import row_by_row

vectors = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], **kind)
figures.show(*row_by_row.products(by_hand, vectors))

# %% [markdown]
# A **unit vector** picks a row: with $e_i$, which is 1 at place $i$ and 0 elsewhere, $e_i^\top J$ is row $i$.
#
# Ones *add* the rows. That is what `y.sum().backward()` does too. It raises no error, and it is not the Jacobian.
#
# **Two refusals.** What should autograd say if you give it no $v$ at all? And if you ask the same `y` twice?


# %% tags=["demo"]
def refused(title, ask):
    try:
        ask()
    except RuntimeError as error:
        print(f"{title}:\n    {str(error).split('.')[0].split(' (')[0]}")


y = small(leaf)
refused("No v", lambda: torch.autograd.grad(y, leaf))
torch.autograd.grad(y, leaf, torch.ones_like(y))
refused("The same y again", lambda: torch.autograd.grad(y, leaf, torch.ones_like(y)))

# %% [markdown]
# The first refusal is a fair question: there are $M$ outputs, so which mixture of them?
#
# The second is thrift: a reverse pass frees the record as it goes. Say `retain_graph=True` if another pass is to
# follow.
#
# ## Exercise 1: one vjp (10 minutes)
#
# Nearly done: the leaf and the forward are there. Return $v^\top J$, of shape $(N,)$, by one reverse pass.
# Use `torch.autograd`, nothing above it (no `torch.func`, no `torch.autograd.functional`).
#
# Here and below, whatever you make has `x`'s dtype and is on its device, be that the CPU or a GPU.


# %% nbgrader={"grade": false, "grade_id": "vjp_once", "locked": false, "schema_version": 3, "solution": true, "task": false}
def vjp_once(f, x, v):
    """Return vᵀJ by one forward and one reverse pass. Shapes: x (N,), v (M,) → (N,)."""
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    ### BEGIN SOLUTION
    (row,) = torch.autograd.grad(y, leaf, v)
    return row
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-vjp_once", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(vjp_once)

# %% [markdown]
# ## How do we get all rows?
#
# Here is the layer of the first paragraph, the classic of PyTorch's own tutorial: $\tanh(Wx + b)$ with $D = 16$.
# Only $x$ varies, so $J$ has shape $(16, 16)$.


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


# %% [markdown]
# One pass gives one row. So take one pass for each output, and stack what comes out.


# %% tags=["demo", "quick"]
def one_row(f, x, i):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    unit = torch.zeros_like(y)
    unit[i] = 1
    (row,) = torch.autograd.grad(y, leaf, unit)
    return row


def naive_rows(f, x):
    return torch.stack([one_row(f, x, i) for i in range(len(f(x)))])


# %% tags=["demo", "quick"]
jacobian = naive_rows(f, x)
first_row = jacobian[0]
print("row 0, of shape", tuple(first_row.shape))
print(first_row)

# %% [markdown]
# Sixteen passes, sixteen rows. Watch them arrive: the newest is framed, hatched rows are not computed yet.
# Purple is positive, orange negative, and darker is larger.

# %% tags=["demo"]
from autograder import figures
from autograder.figures import row_by_row

figures.show(*row_by_row.filling(jacobian, (1, 4, 10, D)))

# %% [markdown]
# **Your turn.** Move the slider. Which entry of $v$ is lit, and which row arrives?
#
# Some rows have no bars to speak of: no input moves that output. What do their $y_i$ have in common?

# %% tags=["demo"]
from autograder import figures
from autograder.figures import row_by_row

y = f(x)
figures.browse(lambda i: row_by_row.one_pass(jacobian, y, i), D, "row")

# %% [markdown]
# Those outputs are close to 1 or to −1. There tanh is flat, whatever you do to its inputs.
#
# **Pen and paper.** Two functions that you will meet everywhere:
#
# - $\ell(x) = \log \sum_j e^{x_j}$, the *log-sum-exp*. Its Jacobian is a single row. Which?
# - $s(x)$ with $s_i = e^{x_i - \ell(x)}$, the *softmax*. What is $\partial s_i / \partial x_j$ for $i = j$, and for
#   $i \ne j$? What do the rows add up to, and why must they?
#
# <details><summary>Both, when you have yours</summary>
#
# The row of $\ell$ is $s^\top$: its derivative is the softmax. And
# $\partial s_i / \partial x_j = s_i (\delta_{ij} - s_j)$, so the Jacobian is $\mathrm{diag}(s) - s s^\top$. Each row
# adds up to 0: shift all inputs by one constant, and no output moves.
#
# </details>

# %% tags=["demo", "quick"]
s = torch.softmax(x, 0)
of_log_sum_exp = naive_rows(lambda x: x.logsumexp(0, keepdim=True), x)
torch.testing.assert_close(of_log_sum_exp, s[None])
of_softmax = naive_rows(lambda x: torch.softmax(x, 0), x)
torch.testing.assert_close(of_softmax, torch.diag(s) - torch.outer(s, s))
print("Both are as on paper.")

# %% [markdown]
# ## What does the loop cost?
#
# **Guess.** Read `naive_rows` and `one_row` again. How often did they evaluate `f` for this $16 \times 16$ Jacobian:
# `"1"`, `"16"` or `"17"` times?

# %% tags=["demo"]
guess("01-forwards", ...)

# %% [markdown]
# Count it. `Counted` wraps a function; it notes each forward, and each cotangent that is pulled back through it.


# %% tags=["demo", "quick"]
class Counted:
    def __init__(self, f):
        self.f, self.forwards, self.reverses = f, 0, 0

    def __call__(self, x):
        self.forwards += 1
        y = self.f(x)
        if y.requires_grad:
            y.register_hook(self.pulled)
        return y

    def pulled(self, cotangent):
        self.reverses += 1


# %% tags=["demo", "quick"]
counted = Counted(f)
naive_rows(counted, x)
print(f"naive_rows: {counted.forwards} forwards, {counted.reverses} reverse passes")

# %% [markdown]
# Every one of those forwards computed the same `y`. The rows differ in $v$ only.
# So what could all the reverse passes share?
#
# **Guess.** Suppose a reverse pass costs about as much as a forward. Evaluate $f$ once for all of 64 rows.
# What happens to the time: it falls `"hardly"`, by `"half"`, or `"to almost nothing"`?

# %% tags=["demo"]
guess("01-half", ...)

# %% [markdown]
# ## Exercise 2: the Jacobian, row by row (20 minutes)
#
# Half done. Return $J$, of shape $(M, N)$, with **one** forward and $M$ reverse passes, each of one vector. Again by
# `torch.autograd` and nothing above it.
#
# - Does your loop run over inputs or over outputs? On a square $J$ you would not notice.
# - Who still needs the record after the first pass?
# - Are your unit vectors of `y`'s dtype, on its device?


# %% nbgrader={"grade": false, "grade_id": "jacobian_by_rows", "locked": false, "schema_version": 3, "solution": true, "task": false}
def jacobian_by_rows(f, x):
    """Return J by one forward, and one reverse pass a row. Shapes: x (N,) → (M, N)."""
    leaf = x.detach().requires_grad_()
    rows = []
    ### BEGIN SOLUTION
    y = f(leaf)
    for unit in torch.eye(len(y), dtype=y.dtype, device=y.device):
        (row,) = torch.autograd.grad(y, leaf, unit, retain_graph=True)
        rows.append(row)
    return torch.stack(rows)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-jacobian_by_rows", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check(jacobian_by_rows)

# %% [markdown]
# **Read the card's cost table.** One line is yours, one is the lesson's own answer (*reference*), one is the naive
# loop. *Passes × width* says how many reverse passes ran, and how many vectors each one carried. Where does the naive
# line differ?
#
# Now by the clock. The next cell times the naive loop against PyTorch's own row loop, which evaluates $f$ once
# (`torch.autograd.functional.jacobian`; yours does the same), on a net whose first layer does nearly all of the work.
# `bench.times` takes turns between them, and keeps each one's least disturbed run.

# %% tags=["demo"]
from autograder import bench

library_rows = torch.autograd.functional.jacobian
ways = {"a forward each row": naive_rows, "one forward for all": library_rows}
sizes, rounds = ((4, 8, 16, 32), 10) if fast else ((4, 8, 16, 24, 32), 40)
inner, outer = torch.randn(128, 1024, **kind), torch.randn(32, 128, **kind)
start = torch.randn(1024, **kind) / 32


def net(m):
    return lambda x: outer[:m] @ torch.tanh(inner @ x)


times = bench.times(ways, [(net(m), start) for m in sizes], rounds)

# %% tags=["demo"]
from autograder import figures
from autograder.figures import row_by_row


def passes(way, m):
    counted = Counted(net(m))
    way(counted, start)
    return counted.forwards, counted.reverses


counts = {name: [passes(way, m) for m in sizes] for name, way in ways.items()}
picture, said = row_by_row.costs(sizes, times, counts)
figures.show(picture, said, bench.busy(times))
figures.say(said)

# %% [markdown]
# One forward for all rows removes about half of the time. The other half is the $M$ reverse passes. Twice the rows are
# twice the passes, and about twice the time. (A busy machine bends the lines on the left, and the figure then says so.
# It cannot touch the counts on the right, and so `check` counts first.)
#
# Now yours. `trend` times your loop beside these two, on an $f$ whose forward is far dearer than its reverse passes.
# So here the forwards that you save weigh much more than half.

# %% tags=["demo"]
trend(jacobian_by_rows)

# %% [markdown]
# ## Why should you believe it?
#
# Autograd has told you 256 numbers. A second opinion should share nothing with the first, so it may only *evaluate*
# $f$. Step a little forwards along a direction $u$, a little backwards, and compare:
#
# $$\underbrace{J}_{(M,\,N)} \underbrace{u}_{(N,)} \;\approx\;
# \frac{f(x + h u) - f(x - h u)}{2h} \qquad \text{of shape } (M,)$$
#
# This is a **central difference**. Note which side $u$ stands on: a reverse pass weighs *rows*, a difference weighs
# *columns*.


# %% tags=["demo", "quick"]
def slope(f, x, u, h):
    return (f(x + h * u) - f(x - h * u)) / (2 * h)


def classic(precision):
    """The same layer and the same x, in another precision."""
    w, b = weight.to(precision), bias.to(precision)
    return (lambda x: predict(w, b, x)), x.to(precision)


f64, x64 = classic(torch.float64)
u = torch.ones_like(x64)
exact = naive_rows(f64, x64) @ u
gap = (slope(f64, x64, u, 1e-5) - exact).abs().max()
print(f"largest disagreement at h = 1e-5: {gap:.1e}")

# %% [markdown]
# Two ways that share nothing, and they agree to many digits. Would a smaller step agree to more?
#
# **Guess.** We are in float64. As `h` goes from 1e-5 down to 1e-12, the error `"shrinks"`, `"stays"` or `"grows"`?

# %% tags=["demo"]
guess("01-step", ...)

# %% tags=["demo"]
from autograder import figures
from autograder.figures import row_by_row

steps = [10 ** (-k / 2) for k in range(25)]


def error(precision, h):
    g, start = classic(precision)
    found = slope(g, start, torch.ones_like(start), h)
    return float((found.double() - exact).abs().max())


kinds = {"float32": torch.float32, "float64": torch.float64}
errors = {name: [error(each, h) for h in steps] for name, each in kinds.items()}
figures.show(*row_by_row.v_curve(steps, errors))

# %% [markdown]
# Read the V from right to left.
#
# - **Right arm.** The formula is not exact: it leaves out a term $\tfrac{h^2}{6} f'''$. Ten times smaller a step, a
#   hundred times less error.
# - **Left arm.** The computer is not exact: $f$ is off by about $\varepsilon$, its last digit, and we divide by $2h$.
#   Ten times smaller a step, ten times *more* error.
# - **The flat end**, in float32. So small a step is lost in $x + hu$, or nearly. The difference is zero or noise.
# - **The bottom** is where the two meet: near $h = \varepsilon^{1/3}$, with an error near $\varepsilon^{2/3}$.
#
# So how many digits can you ever hope for in float32? Work it out, or look at the ring in the figure.

# %% tags=["demo", "quick"]
for precision in (torch.float32, torch.float64):
    root = torch.finfo(precision).eps ** (1 / 3)
    print(f"{precision}: best step near {root:.0e}, least error near {root**2:.0e}")

# %% [markdown]
# Some four digits, and no cleverer step brings more where $f$ bends as this layer does. (On a straight $f$ a large step
# is exact but for rounding.) A difference is a check, not a replacement.
#
# ## Exercise 3: the Jacobian by differences (20 minutes)
#
# All yours. Return $J$, of shape $(M, N)$, from values of $f$ alone: no autograd anywhere, at most $2N + 1$
# evaluations.
#
# Which $u$ gives column $j$? Keep `x`'s dtype, and give `x` back as it was, to the last bit.


# %% nbgrader={"grade": false, "grade_id": "jacobian_by_differences", "locked": false, "schema_version": 3, "solution": true, "task": false}
def jacobian_by_differences(f, x, h=1e-5):
    """Return J by central differences of step h. Shapes: x (N,) → (M, N)."""
    ### BEGIN SOLUTION
    columns = []
    for unit in torch.eye(len(x), dtype=x.dtype, device=x.device):
        columns.append((f(x + h * unit) - f(x - h * unit)) / (2 * h))
    return torch.stack(columns, dim=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-jacobian_by_differences", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(jacobian_by_differences)

# %% [markdown]
# Your two functions can now check each other. That is worth more than our checking them.

# %% tags=["demo"]
try:
    gap = (jacobian_by_rows(f64, x64) - jacobian_by_differences(f64, x64)).abs().max()
    print(f"Your rows and your columns differ by at most {gap:.1e}.")
except Exception:
    print("Not yet. Finish exercises 2 and 3, then run this cell again.")

# %% [markdown]
# ## What does a wrong Jacobian look like?
#
# The worst mistakes raise no error. Here are three loops that run to their end. All three use `.backward()`, which
# *adds* each gradient to `leaf.grad`, always the same tensor.
#
# Before you run: what stands in the last row, if `.grad` is never cleared?


# %% tags=["demo", "quick"]
def by_backward(f, x, keep):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    rows = []
    for i in range(len(y)):
        y[i].backward(retain_graph=True)
        rows.append(keep(leaf.grad))
    return torch.stack(rows)


# %% tags=["demo", "quick"]
def cleared(grad):
    row = grad.clone()
    grad.zero_()
    return row


def cut(f):
    """Return a function with the same values as f, and a detach inside."""
    return lambda x: f(torch.cat([x[: D // 2].detach(), x[D // 2 :]]))


never_cleared = by_backward(f, x, torch.clone)
same_tensor = by_backward(f, x, lambda grad: grad)
detached = by_backward(cut(f), x, cleared)

# %% tags=["demo"]
from autograder import figures

named = {"right": jacobian, ".grad never cleared": never_cleared}
named |= {"rows are .grad itself": same_tensor, "detach inside f": detached}
said = (
    "Four heat maps of the same Jacobian: right; rows that pile up,"
    " each the sum of those so far; rows that are all equal;"
    " and one whose left half is blank."
)
figures.show(figures.matrices(named), said)

# %% [markdown]
# - **`.grad` never cleared.** Row $i$ is the sum of rows 0 to $i$. Row 0 is right, so a glance at it proves nothing.
# - **Rows are `.grad` itself.** The list holds one tensor many times: every row shows what was written last.
# - **`detach` inside `f`** (or `.data`, or `torch.no_grad()`). The values of `f` are right, and half of its slopes
#   are zero. The loop is innocent here. Which of your three functions would have caught it?

# %% tags=["demo"]
by_autograd = one_row(cut(f64), x64, 0)[:6]
units = torch.eye(D, **kind)[:6].double()
by_differences = [slope(cut(f64), x64, unit, 1e-5)[0] for unit in units]
print("row 0 by autograd:   ", *(f"{value:8.4f}" for value in by_autograd), " …")
print("row 0 by differences:", *(f"{value:8.4f}" for value in by_differences), " …")

# %% [markdown]
# The differences still see what autograd was told to ignore: they only ask for values.
#
# The other mistakes are kinder: PyTorch stops, and says why in its own words.
#
# | PyTorch says | What happened | Mend it |
# |:---|:---|:---|
# | *grad can be implicitly created only for scalar outputs* | There are $M$ outputs and no $v$. | Hand over $v$. |
# | *Trying to backward through the graph a second time* | The last pass freed the record. | `retain_graph=True` |
# | *element 0 of tensors does not require grad* | Nobody watched as `f` ran. | Make the leaf first, then call `f(leaf)`. |
# | *appears to not have been used in the graph* | You ask about one tensor, `f` was given another. | Ask about the leaf. `allow_unused=True` would only hide it. |
# | *Mismatch in shape: grad_output[0]* | $v$ is as long as the input, or is all of `eye(M)`. | $v$ has one weight for each output. |
# | *expected Tensor as element 0 in argument 0, but got tuple* | `grad` returned a tuple, and you stacked tuples. | `(row,) = …` |
#
# ## Bug hunt (10 minutes)
#
# A colleague swears by this function: "I tried it on the classic layer, and row 0 is right to the last digit."
# It holds **two** bugs. You have met both today. Mend it in place, changing as little as you can. Not graded.


# %% tags=["demo", "quick"]
def mended(f, x):
    """J, one reverse pass a row. Shapes: x (N,) → (M, N)."""
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    rows = []
    for i in range(len(x)):
        y[i].backward(retain_graph=True)
        rows.append(leaf.grad.clone())
    return torch.stack(rows)


# %% [markdown]
# Look first: which rows are wrong? What does that tell you, before you read a line of the code?

# %% tags=["demo"]
gaps = (mended(f, x) - jacobian).abs().amax(dim=1).tolist()
wrong = [i for i, gap in enumerate(gaps) if gap > 1e-4]
print("wrong rows on the classic layer:", wrong or "none")

# %% [markdown]
# Mend until no row is wrong. Then ask `check`, which also tries layers that are not square.

# %% tags=["demo"]
check(mended, question="jacobian_by_rows")

# %% [markdown]
# <details><summary>Both bugs, if you give up</summary>
#
# 1. `leaf.grad` is never cleared, so row $i$ is a sum of rows. Clear it before each pass, with `leaf.grad = None`, or
#    leave `.grad` alone and use `torch.autograd.grad(y[i], leaf, retain_graph=True)`.
# 2. `range(len(x))` counts inputs. Rows belong to outputs: `range(len(y))`.
#
# </details>
#
# ## In your own words (10 minutes)
#
# A weather model turns 3 dials into 1,000,000 temperatures, in float32. A forward takes one second, a reverse pass
# about as long. Your colleague wants its Jacobian and has just started `jacobian_by_rows`.
#
# What shape is this Jacobian, and how long will that run take? How could it be done in seconds instead, what is
# given up by that, and how would you check the result? Three to six sentences. (2 points, read by a person.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "in-your-own-words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# The Jacobian has shape (1,000,000, 3). Row by row it needs a million reverse passes, a million seconds: between
# eleven and twelve days. It has only three columns, and one central difference gives a whole column, so six
# evaluations of the model, six seconds, give all of it. Given up is accuracy: the step must balance the formula's
# error against rounding, and in float32 no step leaves more than a few digits. To check it, take one random v and
# compare one reverse pass, which gives vᵀJ exactly to rounding, with v times the matrix of differences: three numbers
# that test all the rows at once.
#
# === BEGIN MARK SCHEME ===
#
# - 1 point for cost: shape (1,000,000, 3), not its transpose; a million reverse passes, some twelve days; and that
#   three columns by differences take six evaluations (seven with f(x), or four with one-sided differences, are fine).
# - 1 point for trust: differences lose digits, the more so in float32, whatever the step; and a workable check (one
#   vjp against vᵀ times the differences, a few rows by reverse passes, another step, or float64).
# - Forward mode (jvp) in place of differences is as good or better: full marks if the number of passes, three, is
#   right.
#
# === END MARK SCHEME ===

# %% [markdown]
# ## What to take along
#
# - $J$ has shape $(M, N)$. One reverse pass is one row; a unit vector says which.
# - Ones give the sum of all rows, without a word.
# - The record of one forward serves all rows. That is about half of the time.
# - Differences give columns, cost $2N$ evaluations, and share nothing with autograd: that is what makes them a check.
#
# $M$ passes remain, each with a single vector, and Python waits for each one. **Lesson 02** sends all $M$ vectors
# through at once. PyTorch's own tutorial times a loop at 1.44 ms, and a single wide pass at 412 µs; we take that up
# there, beside our own clock.
#
# ## Further
#
# - [Jacobians, Hessians, hvp, vhp, and more](https://pytorch.org/tutorials/intermediate/jacobians_hessians.html):
#   PyTorch's own tutorial, which this course works through.
# - [Autograd mechanics](https://pytorch.org/docs/stable/notes/autograd.html): what the record holds, and for how long.
# - [Baydin, Pearlmutter, Radul and Siskind (2018)](https://jmlr.org/papers/v18/17-468.html): a survey of automatic
#   differentiation, with its history.
# - [Griewank and Walther (2008), *Evaluating Derivatives*](https://epubs.siam.org/doi/book/10.1137/1.9780898717761):
#   the book on it; chapter 3 has both modes and what they cost.

# %% tags=["demo"]
progress()
