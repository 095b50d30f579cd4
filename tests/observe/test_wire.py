"""Across the boundary: what we wrote comes back the same, what anybody else wrote is refused."""

import json

import pytest
import torch

from autograder.observe import Evidence, MalformedEvidence, Other, from_json, to_json
from autograder.observe.evidence import Cost, Observation, Raised, Timings

EVIDENCE = Evidence(
    "jacobian_by_rows",
    7,
    (
        Observation(
            "a", torch.tensor([[1.5, float("nan")]]), used=("torch.func.vjp",), cost=Cost({"f": {1: 2}}, 3, 4, 5)
        ),
        Observation("b", (torch.ones(2, dtype=torch.float64), 0.1, 3, True, Other("list"))),
        Observation("c", {"fwd_rev": torch.zeros(())}, changed=("x",), graph=True),
        Observation("d", raised=Raised("ValueError", "no", 3, "x = 1")),
    ),
    Timings((1, 2), dict.fromkeys(("answer", "naive", "reference"), ((0.1, 0.2), (0.3, 0.4))), 2, (0.5, (3, 8))),
    Observation("M = 2", True),
    ("profile",),
)


def crossed(evidence: Evidence) -> Evidence:
    return from_json(json.loads(json.dumps(to_json(evidence))))


def test_evidence_crosses_unchanged():
    back = crossed(EVIDENCE)
    assert back.observations[1].result[1:] == (0.1, 3, True, Other("list"))
    assert torch.equal(back.observations[0].result, EVIDENCE.observations[0].result) is False  # NaN is no number
    assert torch.equal(back.observations[0].result.nan_to_num(), EVIDENCE.observations[0].result.nan_to_num())
    assert back.observations[2].result["fwd_rev"].shape == ()
    assert back.observations[3] == EVIDENCE.observations[3]
    assert (back.question, back.seed, back.timings, back.largest, back.flags) == (
        "jacobian_by_rows",
        7,
        EVIDENCE.timings,
        EVIDENCE.largest,
        ("profile",),
    )
    assert back.observations[0].cost == EVIDENCE.observations[0].cost


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: [],
        lambda data: None,
        lambda data: data | {"version": 99},
        lambda data: data | {"extra": 1},
        lambda data: data | {"seed": "7"},
        lambda data: data | {"tensors": "not base64!"},
        lambda data: data | {"tensors": "AAAA"},
        lambda data: data | {"observations": [{"label": "a"}]},
        lambda data: data | {"timings": {"sizes": [1], "samples": {"answer": [[1.0]]}}},
        lambda data: (
            data | {"timings": {"sizes": [1], "samples": dict.fromkeys(("answer", "naive", "reference"), [[-1.0]])}}
        ),
        lambda data: data | {"timings": data["timings"] | {"turns": 31}},
        lambda data: (
            data
            | {"timings": data["timings"] | {"samples": dict.fromkeys(data["timings"]["samples"], [[1.0] * 31] * 2)}}
        ),
        lambda data: {key: value for key, value in data.items() if key != "flags"},
    ],
)
def test_anything_else_is_refused(spoil):
    data = json.loads(json.dumps(to_json(EVIDENCE)))
    with pytest.raises(MalformedEvidence):
        from_json(spoil(data))


def test_a_tensor_that_is_named_and_not_there_is_refused():
    data = to_json(EVIDENCE)
    data["observations"][0]["result"] = {"tensor": "99"}
    with pytest.raises(MalformedEvidence):
        from_json(data)
