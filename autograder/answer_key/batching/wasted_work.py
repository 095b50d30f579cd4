"""Right results that took more work or memory than they need.

Offers: `LOOP`, `PULLED_ONE_BY_ONE`, `CHUNKS`, `EACH_OUTPUT` (passes), `DIAGONAL` (memory), `REMARKS` (no mark).
"""

from autograder.answer_key.key import Case, Mistake
from autograder.answer_key.row_by_row.jacobian_by_rows import ENTRY as BY_ROWS


def _loops(case: Case) -> bool:
    """Every forward of f has one sample, and there are as many as samples."""
    return (
        bool({"method", "cost"} & case.failed)
        and not _in_chunks(case)
        and all(cost.widest("f") == 1 and cost.count("f") >= e.call.sizes["B"] for cost, e in case.costs())
    )


LOOP = Mistake(
    "loop-over-samples",
    "",
    _loops,
    "f was called with one sample at a time.",
    "A loop pays for every call of f, and for every step of its derivative, B times over; the numbers are the same.",
    "Write what you do for one sample as a function of x, and let `torch.func.vmap` map it over X.",
)


def _barred(case: Case) -> list[str]:
    """What the question's own rule says of each counted call."""
    bars = case.question.rules.bars
    seen = ((cost, seen.used, e.call.sizes) for seen, e in case.pairs if (cost := seen.cost) is not None)
    return [says for cost, used, sizes in seen if bars and (says := bars(cost.passes, used, sizes)) is not None]


PULLED_ONE_BY_ONE = Mistake(
    "passes-sample-by-sample",
    "method",
    lambda case: any("a loop over samples" in says for says in _barred(case)),
    "The batch went through f at once, and its derivatives came back for one sample at a time.",
    "Each of those passes drags the whole batch through f to give the numbers of one sample: B times the work, and a"
    " loop in Python on top.",
    "Map the derivative of one sample, `vmap(jacrev(f))`; or let one pass serve all samples by a cotangent that has"
    " a 1 in every row.",
)


def _in_chunks(case: Case) -> bool:
    """`chunk_size` was used."""
    return any(name.endswith("[chunk_size]") for seen, _ in case.pairs for name in seen.used)


def _chunked(case: Case) -> bool:
    """More than one forward, and more than one sample in most of them; or `chunk_size`, whatever it was."""
    if _in_chunks(case) and "fr" not in case.over and {"method", "cost"} & case.failed:
        return True
    over = [(cost, e) for cost, e in case.costs() if cost.count("f") > 2 and "fr" not in case.over]
    return "cost" in case.failed and bool(over) and all(1 < cost.widest("f") < e.call.sizes["B"] for cost, e in over)


CHUNKS = Mistake(
    "batch-in-chunks",
    "",
    _chunked,
    "The batch went through f in parts.",
    "`chunk_size` saves memory and costs passes: each chunk calls f again.",
    "Here one batched forward is asked: leave it out.",
)


def _a_forward_for_each_output(case: Case) -> bool:
    """Every forward of f has all samples, and there are as many as outputs, or one more."""
    counts = [(cost.count("f"), cost.widest("f"), e.call.sizes) for cost, e in case.costs()]
    return bool(counts) and all(
        width == sizes["B"] and forwards > 1 and forwards % sizes["M"] in (0, 1) for forwards, width, sizes in counts
    )


EACH_OUTPUT = Mistake(
    "forward-for-every-output",
    "cost",
    _a_forward_for_each_output,
    "The batch went through f once for every output.",
    "One forward serves all outputs; a function of one output evaluates all of f again to pick a number from it.",
    "Differentiate f as it is: `jacrev` takes all outputs from one forward.",
)

DIAGONAL = Mistake(
    "full-then-diagonal",
    "cost",
    lambda case: "peak" in case.over and not _loops(case),
    "The values are right; memory for every pair of samples was taken on the way.",
    "Of B × B blocks only the B on the diagonal are asked: the rest are zeros that were worked out and thrown away.",
    "Let no intermediate result have two batch axes: map over samples, or sum over them.",
)

_ROWS = {mistake.slug: mistake for mistake in BY_ROWS.mistakes}
REMARKS = tuple(_ROWS[slug] for slug in ("create-graph-for-nothing", "graph-kept-alive"))
