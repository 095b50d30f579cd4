"""Evidence across the boundary: JSON against a schema, tensors as safetensors bytes. Nothing is unpickled.

Offers: `to_json`, `from_json`, `MalformedEvidence`, `EVIDENCE_MIME`, `MAX_BYTES`.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import fastjsonschema
import safetensors.torch
from safetensors import SafetensorError
from torch import Tensor

from autograder.errors import AutograderError
from autograder.limits import EVIDENCE
from autograder.observe.evidence import Cost, Evidence, Observation, Other, Raised, Timings
from autograder.observe.stopwatch import MOST_ROUNDS

EVIDENCE_MIME = "application/vnd.autograder.evidence+json"
MAX_BYTES = EVIDENCE
_VERSION = 4


class MalformedEvidence(AutograderError):
    """What crossed is not evidence; the message says what is wrong with it."""


_COUNT = {"type": "integer", "minimum": 0, "maximum": 2**62}
_TEXT = {"type": "string", "maxLength": 2000}
_TEXTS = {"type": "array", "items": _TEXT, "maxItems": 50}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _optional(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, schema]}


_RESULT: dict[str, Any] = {
    "oneOf": [
        _object({"tensor": _TEXT}),
        _object({"float": _TEXT}),
        _object({"int": _TEXT}),
        _object({"bool": {"type": "boolean"}}),
        _object({"tuple": {"type": "array", "items": {"$ref": "#/$defs/result"}, "maxItems": 100}}),
        _object({"dict": {"type": "object", "additionalProperties": {"$ref": "#/$defs/result"}, "maxProperties": 100}}),
        _object({"other": _TEXT, "shape": _optional({"type": "array", "items": _COUNT, "maxItems": 64})}),
    ]
}
_WIDTHS = {"type": "object", "additionalProperties": _COUNT, "propertyNames": {"pattern": "^[0-9]{1,9}$"}}
_PASSES = {"type": "object", "additionalProperties": _WIDTHS, "maxProperties": 50}
_OBSERVATION = _object(
    {
        "label": _TEXT,
        "result": _optional({"$ref": "#/$defs/result"}),
        "raised": _optional(
            _object({"type": _TEXT, "message": _TEXT, "lineno": _optional(_COUNT), "line": _optional(_TEXT)})
        ),
        "changed": _TEXTS,
        "graph": {"type": "boolean"},
        "used": _TEXTS,
        "cost": _optional(
            _object(
                {
                    "passes": _PASSES,
                    "peak": _COUNT,
                    "left": {"type": "integer", "minimum": -(2**62), "maximum": 2**62},
                    "flops": _COUNT,
                    "unmetered": {"type": "boolean"},
                }
            )
        ),
        "passes": _optional(_PASSES),
    }
)
# An inconclusive trend is timed a second time. The number of rounds is bounded, since the key works out what each round
# should give where a late one is wrong.
_ROUNDS = 2 * MOST_ROUNDS
_ROW = {"type": "array", "items": {"type": "number"}, "maxItems": _ROUNDS}
_SAMPLES = {"type": "array", "items": _ROW, "maxItems": 50}
_SCHEMA = {
    "$defs": {"result": _RESULT},
    **_object(
        {
            "version": {"const": _VERSION},
            "question": _TEXT,
            "seed": {"type": "integer"},
            "observations": {"type": "array", "items": _OBSERVATION, "maxItems": 200},
            "timings": _optional(
                _object(
                    {
                        "sizes": {"type": "array", "items": _COUNT, "maxItems": 50},
                        "samples": {"type": "object", "additionalProperties": _SAMPLES, "maxProperties": 10},
                        "turns": {**_COUNT, "maximum": _ROUNDS},
                        "last": _optional({"$ref": "#/$defs/result"}),
                    }
                )
            ),
            "largest": _optional(_OBSERVATION),
            "elsewhere": _optional(_OBSERVATION),
            "flags": _TEXTS,
            "tensors": {"type": "string", "maxLength": MAX_BYTES},
        }
    ),
}


@cache
def _schema_check() -> Callable[[Any], Any]:
    """Return the check against the schema, made on first use: a learner's notebook never needs it."""
    check: Callable[[Any], Any] = fastjsonschema.compile(_SCHEMA)
    return check


def to_json(evidence: Evidence) -> dict[str, Any]:
    """Return evidence as plain JSON data."""
    tensors: dict[str, Tensor] = {}
    observations = [_observation_out(observation, tensors) for observation in evidence.observations]
    timings = evidence.timings
    return {
        "version": _VERSION,
        "question": evidence.question,
        "seed": evidence.seed,
        "observations": observations,
        "timings": timings
        and {
            "sizes": list(timings.sizes),
            "samples": {who: [list(row) for row in rows] for who, rows in timings.samples.items()},
            "turns": timings.turns,
            "last": None if timings.last is None else _result_out(timings.last, tensors),
        },
        "largest": evidence.largest and _observation_out(evidence.largest, tensors),
        "elsewhere": evidence.elsewhere and _observation_out(evidence.elsewhere, tensors),
        "flags": list(evidence.flags),
        "tensors": base64.b64encode(safetensors.torch.save(tensors)).decode(),
    }


def _observation_out(seen: Observation, tensors: dict[str, Tensor]) -> dict[str, Any]:
    raised, cost = seen.raised, seen.cost
    return {
        "label": seen.label,
        "result": None if seen.raised else _result_out(seen.result, tensors),
        "raised": raised
        and {"type": raised.type, "message": raised.message, "lineno": raised.lineno, "line": raised.line},
        "changed": list(seen.changed),
        "graph": seen.graph,
        "used": list(seen.used),
        "cost": cost
        and {
            "passes": _passes_out(cost.passes),
            "peak": cost.peak,
            "left": cost.left,
            "flops": cost.flops,
            "unmetered": cost.unmetered,
        },
        "passes": None if seen.passes is None else _passes_out(seen.passes),
    }


def _passes_out(passes: Mapping[str, Mapping[int, int]]) -> dict[str, dict[str, int]]:
    return {kind: {str(width): count for width, count in widths.items()} for kind, widths in passes.items()}


def _result_out(result: Any, tensors: dict[str, Tensor]) -> dict[str, Any]:
    match result:
        case Tensor():
            name = str(len(tensors))
            tensors[name] = result.contiguous()
            return {"tensor": name}
        case bool():
            return {"bool": result}
        case float():
            return {"float": result.hex()}
        case int():
            return {"int": str(result)}
        case tuple():
            return {"tuple": [_result_out(item, tensors) for item in result]}
        case dict():
            return {"dict": {key: _result_out(item, tensors) for key, item in result.items()}}
        case Other():
            return {"other": result.type, "shape": None if result.shape is None else list(result.shape)}
    raise TypeError(f"not a result: {type(result).__name__}")


def from_json(data: Any) -> Evidence:
    """Build evidence from JSON data of unknown origin; raise MalformedEvidence where it is not what we wrote."""
    try:
        _schema_check()(data)
    except fastjsonschema.JsonSchemaValueException as error:
        raise MalformedEvidence(f"evidence: {error.name} is not as its schema says") from None
    except RecursionError:
        raise MalformedEvidence("evidence: it is nested without end") from None
    try:
        tensors = safetensors.torch.load(base64.b64decode(data["tensors"], validate=True))
        timings = data["timings"]
        if timings is not None:
            _refuse_uneven(timings)
        return Evidence(
            question=data["question"],
            seed=data["seed"],
            observations=tuple(_observation_in(item, tensors) for item in data["observations"]),
            timings=timings
            and Timings(
                tuple(timings["sizes"]),
                {who: tuple(tuple(map(float, row)) for row in rows) for who, rows in timings["samples"].items()},
                timings["turns"],
                None if timings["last"] is None else _result_in(timings["last"], tensors),
            ),
            largest=data["largest"] and _observation_in(data["largest"], tensors),
            flags=tuple(data["flags"]),
            elsewhere=data["elsewhere"] and _observation_in(data["elsewhere"], tensors),
        )
    except (KeyError, ValueError, binascii.Error, SafetensorError, RecursionError, OverflowError) as error:
        raise MalformedEvidence(f"evidence: its tensors or numbers can't be read ({type(error).__name__})") from None


def _refuse_uneven(timings: Mapping[str, Any]) -> None:
    rows = [row for table in timings["samples"].values() for row in table]
    even = all(len(table) == len(timings["sizes"]) for table in timings["samples"].values())
    if set(timings["samples"]) != {"answer", "naive", "reference"} or not even or len({len(row) for row in rows}) != 1:
        raise ValueError("uneven samples")
    if not rows[0] or not all(0 < sample < 1e6 for row in rows for sample in row):
        raise ValueError("samples are not seconds")


def _observation_in(data: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> Observation:
    raised, cost = data["raised"], data["cost"]
    return Observation(
        label=data["label"],
        result=None if data["result"] is None else _result_in(data["result"], tensors),
        raised=raised and Raised(**raised),
        changed=tuple(data["changed"]),
        graph=data["graph"],
        used=tuple(data["used"]),
        cost=cost
        and Cost(
            _passes_in(cost["passes"]),
            cost["peak"],
            cost["left"],
            cost["flops"],
            cost["unmetered"],
        ),
        passes=None if data["passes"] is None else _passes_in(data["passes"]),
    )


def _passes_in(data: Mapping[str, Mapping[str, int]]) -> dict[str, dict[int, int]]:
    return {kind: {int(width): count for width, count in widths.items()} for kind, widths in data.items()}


def _result_in(data: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> Any:
    match data:
        case {"tensor": name}:
            return tensors[name]
        case {"float": text}:
            return float.fromhex(text)
        case {"int": text}:
            return int(text)
        case {"bool": value}:
            return value
        case {"tuple": items}:
            return tuple(_result_in(item, tensors) for item in items)
        case {"dict": items}:
            return {key: _result_in(item, tensors) for key, item in items.items()}
        case {"other": name, "shape": shape}:
            return Other(name, None if shape is None else tuple(shape))
    raise ValueError("not a result")
