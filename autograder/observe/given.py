"""What an answer is given, as it was before the call: tensors, dicts of tensors, models, dataclasses.

Offers: `Given`, made before a call; afterwards it names what is no longer as it was, and mends it. `lettered`, how it
names tensors; `same_bits`.
"""

import copy
import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn

# The contract's names of the arguments that are tensors; their capitals are matrices.
_LETTERS = "xvyz"


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A tensor: its numbers, its `requires_grad`, its `.grad`, and the numbers in that."""

    name: str
    tensor: Tensor
    values: Tensor
    requires_grad: bool
    grad: Tensor | None
    slopes: Tensor | None

    @classmethod
    def of(cls, name: str, tensor: Tensor) -> Self:
        grad = tensor.grad if tensor.is_leaf else None
        slopes = None if grad is None else grad.detach().clone()
        return cls(name, tensor, tensor.detach().clone(), tensor.requires_grad, grad, slopes)

    def changes(self) -> Iterator[str]:
        """Name what is no longer as it was, and mend it."""
        if _is_dead(self.tensor):
            yield self.name
            return  # it can be neither read nor mended
        if not same_bits(self.tensor.detach(), self.values):
            yield self.name
            with torch.no_grad():
                self.tensor.data = self.values.clone()
        if self.tensor.requires_grad != self.requires_grad:
            yield f"{self.name}.requires_grad"
        # To ask a tensor that is no longer a leaf for its `.grad` would raise a warning.
        if self.tensor.is_leaf:
            if self.tensor.grad is not self.grad or not _same_slopes(self.grad, self.slopes):
                yield f"{self.name}.grad"
                if self.grad is not None and self.slopes is not None:
                    self.grad.data = self.slopes.clone()
                self.tensor.grad = self.grad
            self.tensor.requires_grad_(self.requires_grad)


@dataclass(frozen=True, slots=True)
class _Entries:
    """A dict of tensors: which tensor stands under which key, and each tensor."""

    owner: dict[str, Tensor]
    were: Mapping[str, Tensor]
    parts: tuple[_Tensor, ...]

    @classmethod
    def of(cls, entries: dict[str, Tensor]) -> Self:
        parts = tuple(_Tensor.of(f"entry {key}", value) for key, value in entries.items())
        return cls(entries, dict(entries), parts)

    def changes(self) -> Iterator[str]:
        """Name the entries that were added, removed or replaced, then those that changed; put all back."""
        yield from (f"entry {key}" for key in _others(self.owner, self.were))
        self.owner.clear()
        self.owner.update(self.were)
        for part in self.parts:
            yield from part.changes()


@dataclass(frozen=True, slots=True)
class _Model:
    """A module: its parameters and buffers by name, and every training flag."""

    model: nn.Module
    were: Mapping[str, Tensor]
    parts: tuple[_Tensor, ...]
    training: tuple[tuple[nn.Module, str, bool], ...]

    @classmethod
    def of(cls, model: nn.Module) -> Self:
        were = _tensors_of(model)
        training = tuple((part, _dotted("model", name), part.training) for name, part in model.named_modules())
        return cls(model, were, tuple(_Tensor.of(f"model.{key}", value) for key, value in were.items()), training)

    def changes(self) -> Iterator[str]:
        """Name the tensors that were added, removed, replaced or changed, and training flags; mend what can be."""
        yield from (f"model.{key}" for key in _others(_tensors_of(self.model), self.were))
        for part in self.parts:
            yield from part.changes()
        for module, name, flag in self.training:
            if module.training is not flag:
                yield f"{name}.training"
                module.training = flag


@dataclass(frozen=True, slots=True)
class _Record:
    """An argument that is a record of plain fields."""

    place: int
    record: Any
    was: Any

    def changes(self) -> Iterator[str]:
        """Name the argument if a field is another."""
        if self.record != self.was:
            yield f"argument {self.place}"


@dataclass(frozen=True, slots=True)
class Given:
    """All arguments of a call, as they were before it."""

    parts: tuple[_Tensor | _Entries | _Model | _Record, ...]

    @classmethod
    def of(cls, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Self:
        """Remember positional arguments and those with a name."""
        return cls(tuple(_remembered(args, kwargs)))

    def changes(self) -> tuple[str, ...]:
        """Name what is no longer as it was («x», «x.grad», «model.a.weight», «entry w»), and mend it."""
        return tuple(change for part in self.parts for change in part.changes())


def _remembered(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Iterator[_Tensor | _Entries | _Model | _Record]:
    names = lettered(args)
    for place, arg in enumerate(args):
        if isinstance(arg, Tensor):
            yield _Tensor.of(names[place], arg)
        elif isinstance(arg, nn.Module):
            yield _Model.of(arg)
        elif _is_dict_of_tensors(arg):
            yield _Entries.of(arg)
        elif _is_record(arg):
            yield _Record(place, arg, copy.deepcopy(arg))
    yield from (_Tensor.of(name, value) for name, value in kwargs.items() if isinstance(value, Tensor))


def lettered(args: tuple[Any, ...]) -> dict[int, str]:
    """Return the letter of each argument that is a tensor, by its place: the caller knows no other name of it."""
    letters = iter(_LETTERS)
    names = ((place, arg, next(letters, "argument")) for place, arg in enumerate(args) if isinstance(arg, Tensor))
    return {place: letter.upper() if arg.dim() > 1 else letter for place, arg, letter in names}


def same_bits(one: Tensor, other: Tensor) -> bool:
    """Tell whether two tensors have the same shape, dtype and bytes: NaN equals itself, and 0.0 is not -0.0."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    # A 0-D tensor has no byte view of its own.
    as_bytes = (tensor.contiguous().reshape(-1).view(torch.uint8) for tensor in (one, other))
    return torch.equal(*as_bytes)


def _same_slopes(grad: Tensor | None, slopes: Tensor | None) -> bool:
    return grad is None or (slopes is not None and same_bits(grad.detach(), slopes))


def _is_dead(tensor: Tensor) -> bool:
    """Tell whether a transform's own tensor was written into this one: to read it could crash the process."""
    functorch: Any = torch._C._functorch
    wrapped: bool = functorch.is_functorch_wrapped_tensor(tensor)
    return wrapped


def _tensors_of(model: nn.Module) -> dict[str, Tensor]:
    named = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    return {name: tensor for name, tensor in named.items() if not _is_dead(tensor)}


def _others(now: Mapping[str, Any], were: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys that were added, removed, or whose value is another object than before."""
    return (key for key in {**were, **now} if now.get(key) is not were.get(key))


def _dotted(*names: str) -> str:
    return ".".join(filter(None, names))


def _is_dict_of_tensors(arg: object) -> bool:
    return isinstance(arg, dict) and all(isinstance(value, Tensor) for value in arg.values())


def _is_record(arg: object) -> bool:
    """Tell whether an argument is a record of plain fields (a Measurement, say), rather than a tensor or a function."""
    return dataclasses.is_dataclass(arg) and not isinstance(arg, type) and not callable(arg)
