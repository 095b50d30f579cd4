"""`speedup(baseline, candidate)`: how many times faster the candidate is."""

from torch.utils.benchmark import Measurement
from torch.utils.benchmark.utils.common import TaskSpec

from autograder.questions.draw import Draw
from autograder.questions.question import Call, Question, Rules


def measured(samples: list[float], number_per_run: int, label: str) -> Measurement:
    """Make the Measurement that a Timer would, of samples in seconds a run, in the order in which they came."""
    raw = [sample * number_per_run for sample in samples]
    return Measurement(number_per_run, raw, TaskSpec(f"{label}(f)(x)", "pass", num_threads=1))


def _samples(draw: Draw, count: int, typical: float) -> list[float]:
    """Seconds: a slow first sample, then some near `typical`, and a few that were disturbed."""
    near = (typical * (1 + 0.04 * draw.normal(count).abs())).tolist()
    disturbed = range(0, count, 4) if count > 1 else ()
    for place in disturbed:
        near[place] *= 1.5 + draw.uniform(1, low=0.5, high=4.0).item()
    return near


def measurements(seed: int) -> tuple[Call, ...]:
    """The calls of `speedup`: candidates that are faster, slower and as fast; odd numbers of samples, medians alone.

    An even number of samples has a median that statistics books disagree on.
    """
    plan = (
        ("a faster candidate", (9, 100), (9, 100), 8.1e-3, 7.3e-4),
        ("a slower candidate", (9, 100), (9, 100), 4.9e-4, 7.1e-3),
        ("one sample each", (1, 100), (1, 100), 3e-3, 1e-3),
        ("other numbers of samples", (5, 10), (13, 1000), 2.3e-4, 6.1e-5),
        ("a barely slower candidate", (7, 1000), (11, 10), 1.00e-3, 1.31e-3),
        ("one run a sample", (11, 1), (7, 1), 0.21, 0.034),
        # What holds a ratio within bounds shows where one of the two is hundreds of times the faster.
        ("a far faster candidate", (5, 10), (9, 1000), 0.43, 3.1e-4),
        ("a far slower candidate", (9, 1000), (5, 10), 2.7e-4, 0.39),
    )
    calls = []
    for what, (count, runs), (other_count, other_runs), base, typical in plan:
        draw = Draw.seeded(seed, "speedup", what)
        base, typical = (time * (1 + draw.uniform(1).item() / 5) for time in (base, typical))
        baseline = measured(_samples(draw, count, base), runs, "jacfwd")
        candidate = measured(_samples(draw, other_count, typical), other_runs, "jacrev")
        label = f"{what}: {count} and {other_count} samples"
        calls.append(Call(label, (baseline, candidate), {"S": count}, 1))
    # The same pair, the other way round: whatever the first call did to them shows.
    first, second = calls[0].args
    calls.append(Call("the first pair, the other way round", (second, first), {"S": 9}, 1))
    return tuple(calls)


QUESTION = Question(
    name="speedup",
    title="how many times faster the candidate is",
    calls=measurements,
    points={"value": 2},
    rules=Rules(says="anything"),
    hints=(
        "If the baseline takes 8 ms and the candidate 2 ms, how many times faster is the candidate? Which of the two"
        " numbers stands on top?",
        "What should come out if the candidate is slower: a number below 0, below 1, or an error?",
        "A Measurement holds several samples, the first often the odd one out: which one number stands for all of"
        " them? Look at what a `Measurement` has besides `times`.",
    ),
)
