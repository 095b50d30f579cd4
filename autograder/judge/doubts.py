"""Evidence held against what the supervisor saw from outside, which an answer can't forge.

A doubt is for the instructor: it says that both can't be true, and moves no mark, since a machine may be odd.

Offers: `doubt`, `joined`.
"""

from autograder.observe import Evidence, Outside, Timings

# A clock outside reads a little less than one inside where messages wait; CPU time comes in hundredths of a second.
_WALL_SLACK = 0.1
# A call that waited for a core took longer than it worked. The quickest of its rounds did so the least.
_CPU_SHARE, _CPU_SLACK = 0.25, 0.1
# torch, figures and baselines take memory that no evidence speaks of: more than this they never took.
_GROWN_SHARE, _GROWN_SLACK = 16, 512 * 1024 * 1024


def doubt(evidence: Evidence, outside: Outside) -> str:
    """Return what can't be true of both, in a sentence; empty where they agree."""
    if evidence.timings is not None:
        taken, worked = _taken(evidence.timings), _worked(evidence.timings)
        if taken > outside.wall + _WALL_SLACK:
            return f"its timings add up to {taken:.1f} s, and its whole check took {outside.wall:.1f} s."
        if _CPU_SHARE * worked > outside.cpu + _CPU_SLACK:
            return f"its timings speak of {worked:.1f} s of work, and its process worked {outside.cpu:.1f} s."
    peak = max((seen.cost.peak for seen in evidence.observations if seen.cost), default=0)
    if outside.grown > _GROWN_SHARE * peak + _GROWN_SLACK:
        return f"its peaks are {_mb(peak)} at most, and its process grew by {_mb(outside.grown)}."
    return ""


def joined(*doubts: str) -> str:
    """Put doubts, each a sentence or empty, one after the other."""
    return " ".join(filter(None, doubts))


def _taken(timings: Timings) -> float:
    """Return the seconds of all samples. One that stands for a larger size, which was not asked, is the same number."""
    return sum(seconds for rows in timings.samples.values() for seconds in {s for row in rows for s in row})


def _worked(timings: Timings) -> float:
    """Return the seconds of all samples, had each round been as quick as the quickest."""
    return sum(len(row) * min(row) for rows in timings.samples.values() for row in set(rows))


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
