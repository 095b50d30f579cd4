"""What tells a loop over samples from one mapped pass, by the passes of a counted call.

Offers: `f_is_called_alone`, `loop_of_passes` and `far_beyond`, for rules; `batched`, for budgets.
"""

from collections.abc import Mapping

Passes = Mapping[str, Mapping[int, int]]
Sizes = Mapping[str, int]


def f_is_called_alone(passes: Passes, sizes: Sizes) -> str | None:
    """Name a loop over samples in which no forward of f carries more than one."""
    alone = max(passes.get("f", {0: 0}), default=0) == 1 and sizes["B"] > 1
    return "f on one sample at a time" if alone else None


def loop_of_passes(passes: Passes, used: tuple[str, ...], sizes: Sizes, batch: int) -> str | None:
    """Name a loop over samples by its first derivatives; `batch` is the width of one batch.

    torch.autograd.functional's own loop is torch's, unless it is called for every sample.
    """
    functional = any(name.startswith("torch.autograd.functional.") for name in used)
    if functional and sum(passes.get("f", {}).values()) < sizes["B"]:
        return None
    needs = (("fr", sizes["M"]), ("ft", sizes["N"]))
    apart = any(far_beyond(passes.get(kind, {}), needed * batch) for kind, needed in needs)
    return "a loop over samples" if apart else None


def far_beyond(widths: Mapping[int, int], needed: int) -> bool:
    """Tell whether several passes carry more than twice the vectors needed; one pass that does is a matter of cost."""
    vectors = sum(width * count for width, count in widths.items())
    return sum(widths.values()) > 1 and vectors > 2 * needed


def batched(sizes: Sizes) -> int:
    """Samples that f may be evaluated on: the extra forward that is always allowed may be a batched one too."""
    return 2 * sizes["B"]
