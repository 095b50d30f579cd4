"""The verdict: each criterion in turn, then at most one diagnosis.

The other criteria are judged only where *value* passed, and *trend* only where *cost* did: a wrong answer is told one
thing at a time. Points need positive evidence; what was not seen is NOT_RUN, what we broke is GRADER_ERROR.

Offers: `judge`, `priced` (a verdict at other points), `unobserved`, `grader_error`.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from autograder.answer_key import Case, Key, Mistake
from autograder.answer_key.asks import asks
from autograder.answer_key.meanings import meaning
from autograder.answer_key.wrong_results import UNEXPLAINED
from autograder.judge import criteria
from autograder.judge.criteria import Judgement
from autograder.judge.doubts import contradictions, doubt, joined
from autograder.judge.named import case_of, changed_tensor, first_tensor
from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, Sweep, TrendResult, Verdict
from autograder.observe import Cost, Evidence, Outside
from autograder.observe.evidence import ALTERED
from autograder.questions import CRITERIA, Question
from autograder.questions.device import on_the_cpu
from autograder.questions.marker import PRODUCT

_NAMED = 6  # calls that a card names at most


@on_the_cpu
def judge(evidence: Evidence, key: Key, outside: Outside | None = None) -> Verdict:
    """Judge evidence by the key made for the same question and seed, and compare it with what was seen from outside."""
    question = key.question
    mismatch = _mismatch(evidence, key)
    if mismatch:
        return unobserved(question, mismatch)
    case = case_of(evidence, key)
    findings, trend = _findings(case)
    failed = frozenset(name for name, finding in findings.items() if finding.outcome is Outcome.FAILED)
    over = frozenset(what for finding in findings.values() for what in finding.over)
    case = replace(case, over=over, failed=failed)
    claimed = _claims(case, key.mistakes)
    told = _told(case, claimed[0], key) if claimed else None
    return Verdict(
        question=question.name,
        marks=tuple(_mark(question, name, finding) for name, finding in findings.items()),
        diagnosis=told if failed else None,
        remark=None if failed else told,
        claimed=tuple(mistake.slug for mistake in claimed),
        costs=tuple(_cost_rows(case)),
        trend=trend,
        doubt=_doubt(case, findings, outside),
    )


def _doubt(case: Case, findings: Mapping[str, Judgement], outside: Outside | None) -> str:
    said = [doubt(case.evidence, outside)] if outside else []
    if findings["value"].outcome is Outcome.PASSED:
        said += contradictions(case)
    if findings["value"].outcome is Outcome.PASSED and (found := criteria.looks_for_the_meter(case)):
        said.append(
            f"it keeps its budget where its cost is counted, and not elsewhere ({found}): does it look for the meter?"
        )
    return joined(*said)


def priced(verdict: Verdict, question: Question) -> Verdict | None:
    """Return a verdict at the points that its question gives now; None where the question asks other criteria.

    Outcomes do not depend on points, so this is what judging the same evidence again would give.
    """
    if {mark.criterion for mark in verdict.marks} != set(question.points):
        return None
    marks = []
    for mark in verdict.marks:
        most = question.points[mark.criterion]
        marks.append(replace(mark, points=most if mark.outcome is Outcome.PASSED else 0, max_points=most))
    return replace(verdict, marks=tuple(marks))


def unobserved(question: Question, reason: str) -> Verdict:
    """Give NOT_RUN for every criterion: nothing was seen that could earn a point."""
    return _uniform(question, Outcome.NOT_RUN, reason)


def grader_error(question: Question, reason: str) -> Verdict:
    """Withhold the grade: the failure is ours."""
    return _uniform(question, Outcome.GRADER_ERROR, reason)


def _uniform(question: Question, outcome: Outcome, reason: str) -> Verdict:
    return Verdict(
        question.name,
        tuple(Mark(name, outcome, 0, question.points[name], reason) for name in CRITERIA if name in question.points),
    )


def _mismatch(evidence: Evidence, key: Key) -> str | None:
    name = key.question.name
    if evidence.question != name:
        return f"{name}: the evidence is of another question, {evidence.question}"
    if evidence.seed != key.seed:
        return f"{name}: the evidence was made with another seed"
    if ALTERED in evidence.flags:
        return f"{name}: code of the autograder's own was replaced while it ran; what it says of itself earns nothing"
    labels = [expected.call.label for expected in key.expected]
    if [seen.label for seen in evidence.observations] != labels:
        return f"{name}: expected {len(labels)} observed calls, got others"
    for seen, expected in zip(evidence.observations, key.expected, strict=True):
        if expected.call.counted and seen.cost is None and seen.raised is None:
            return f"{name}: a call's cost is missing"
    return None


def _findings(case: Case) -> tuple[dict[str, Judgement], TrendResult | None]:
    findings: dict[str, Judgement] = {"value": criteria.value(case)}
    right = findings["value"].outcome is Outcome.PASSED
    gated = Judgement(Outcome.NOT_RUN, "asked once the value is right")
    trend = None
    if "method" in case.question.points:
        findings["method"] = criteria.method(case) if right else gated
    if "cost" in case.question.points:
        findings["cost"] = criteria.cost(case) if right else gated
    if "trend" in case.question.points:
        findings["trend"] = gated
        if right:
            findings["trend"], trend = _trend(case, findings["cost"])
    return findings, trend


def _trend(case: Case, cost: Judgement) -> tuple[Judgement, TrendResult | None]:
    claim, timings = case.question.trend, case.evidence.timings
    assert claim is not None
    if cost.outcome is not Outcome.PASSED:
        return Judgement(Outcome.NOT_RUN, "asked once the cost is within its budget"), None
    if claim.width is not None and _is_loop(case, claim.width):
        return Judgement(Outcome.PASSED, "a loop of narrow passes, of which the claim says nothing"), None
    if timings is None or timings.sizes != claim.sizes:
        return Judgement(Outcome.PASSED, "not timed; the counted cost, which is within its budget, decides"), None
    result = criteria.trend(claim, timings)
    match result.state:
        case "CONFIRMED":
            return Judgement(Outcome.PASSED, claim.claim), result
        case "CONTRADICTED":
            return Judgement(Outcome.FAILED, f"the clock says otherwise: {claim.claim}", ("trend",)), result
    return Judgement(Outcome.PASSED, "the clock can't tell on this machine; the counted cost decides"), result


def _is_loop(case: Case, width: Callable[[Mapping[str, int]], int]) -> bool:
    widest = [(max(map(max, cost.passes.values())), width(expected.call.sizes)) for cost, expected in case.costs()]
    return any(found < wanted for found, wanted in widest)


def _mark(question: Question, name: str, finding: Judgement) -> Mark:
    most = question.points[name]
    return Mark(name, finding.outcome, most if finding.outcome is Outcome.PASSED else 0, most, finding.says)


def _claims(case: Case, mistakes: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
    """Return the mistakes that claim the evidence, or the remarks where nothing failed; the audit allows one."""
    asked = [
        mistake
        for mistake in mistakes
        if (mistake.criterion in ("", *case.failed) if case.failed else mistake.criterion == "remark")
    ]
    own = tuple(mistake for mistake in asked if not mistake.rest and _shows(mistake, case))
    return own or tuple(itertools.islice((mistake for mistake in asked if mistake.rest and _shows(mistake, case)), 1))


def _shows(mistake: Mistake, case: Case) -> bool:
    """Tell whether a detector sees its mistake; one that can't read what an answer gave back does not see it."""
    try:
        return mistake.shows(case)
    except Exception:  # what an answer gives may have any form: truth values where numbers were expected, say
        return False


def _told(case: Case, mistake: Mistake, key: Key) -> Diagnosis:
    raised = case.first_raised
    words = {
        "{question}": case.question.name,
        "{signature}": key.signature,
        "{error}": _with_article(raised.type) if raised else "an error",
        "{meaning}": meaning(raised) if raised else "",
        "{changed}": changed_tensor(case, key),
        "{tools}": ", ".join(name if " " in name else f"`{name}`" for name in criteria.ruled_out(case)),
        "{x}": first_tensor(case, key),  # the last: a meaning may hold it
    }
    saw, why, next_step = (_filled(text, words) for text in (mistake.saw, mistake.why, mistake.next_step))
    if mistake.slug in UNEXPLAINED:
        saw += _where(case)
    line = (raised.line or "") if raised else ""
    return Diagnosis(mistake.slug, saw, why, next_step, asks(mistake, case), mistake.form, line)


def _where(case: Case) -> str:
    """Say which calls are wrong, where others are right; nothing where none is."""
    wrong = [expected.call.label for _, expected in case.wrong()]
    right = len(case.pairs) - len(wrong)
    if right < 1 or not wrong:
        return ""
    named = [*dict.fromkeys(label.split(":")[0] for label in wrong)]
    more = f", and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return f" {right} of {len(case.pairs)} calls are right; wrong are: {', '.join(named[:_NAMED])}{more}."


def _filled(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(name, word)
    return text


def _with_article(error: str) -> str:
    return f"{'an' if error[:1].upper() in 'AEIOU' else 'a'} {error}"


def _cost_rows(case: Case) -> Iterator[CostRow]:
    for seen, expected in case.pairs:
        if seen.raised:
            continue  # what it took until then says nothing of what the answer costs
        others = (("reference", expected.reference), ("naive", expected.naive))
        # What the others took at another size, or for other numbers, would stand beside yours as if it were of these.
        beside = others if expected.call.steady and expected.usual.sizes == expected.call.sizes else ()
        for who, cost in (("yours", seen.cost), *beside):
            if cost is not None:
                printed = (_evaluations(cost), _passes(cost))
                yield CostRow(seen.label, who, *printed, cost.peak, cost.flops, tuple(_sweeps(cost)))


def _sweeps(cost: Cost) -> Iterator[Sweep]:
    """Yield the passes by kind: f, then first derivatives, then second."""
    for kind in sorted(cost.passes, key=lambda kind: (len(kind), kind)):
        for width, count in sorted(cost.passes[kind].items(), reverse=True):  # a rest comes last
            yield Sweep(kind, width, count)


def _evaluations(cost: Cost) -> str:
    return _printed(cost, "f") or "0"


def _passes(cost: Cost) -> str:
    """Print passes × width, backward, tangent and of products: «5 × 1 back, 1 × 7 tangent»."""
    named = (("back", "fr"), ("tangent", "ft"), ("product", PRODUCT))
    parts = [f"{printed} {name}" for name, kind in named if (printed := _printed(cost, kind))]
    return ", ".join(parts) or "none"


def _printed(cost: Cost, kind: str) -> str:
    widths = cost.passes.get(kind, {})
    if set(widths) == {1} and kind == "f":
        return str(widths[1])
    return " + ".join(f"{count} × {width}" for width, count in sorted(widths.items(), reverse=True))
