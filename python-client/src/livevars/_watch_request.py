"""The parts of a watch's request that have a shape of their own."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, TypeVar

from livevars._errors import InvalidValueError
from livevars._model import ChangeKind, Overflow
from livevars._proto import types_pb2, watch_pb2
from livevars._wire import build, duration

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import Enum

    _E = TypeVar("_E", bound=Enum)


def watch_filter(
    kinds: frozenset[ChangeKind],
    min_change: float | None,
    min_change_ratio: float | None,
    min_distance: float | None,
    expression: str,
) -> watch_pb2.WatchFilter | None:
    """What the server holds back; None when it is nothing."""
    if not isinstance(expression, str):
        raise _refused("expression", expression, "a text")
    message = build(
        watch_pb2.WatchFilter,
        kinds=sorted(types_pb2.ChangeKind.Value(f"CHANGE_KIND_{kind.name}") for kind in kinds),
        min_change=_number("min_change", min_change),
        min_change_ratio=_number("min_change_ratio", min_change_ratio),
        min_distance=_number("min_distance", min_distance),
        expression=expression,
    )
    return message if message.ListFields() else None


def compares(filter: watch_pb2.WatchFilter) -> bool:
    """Whether a filter compares values with those received last."""
    distances = ("min_change", "min_change_ratio", "min_distance")
    return bool(filter.expression) or any(filter.HasField(distance) for distance in distances)


def watch_pacing(
    debounce: float | None, max_wait: float | None, min_interval: float | None
) -> watch_pb2.WatchPacing | None:
    """How often the server sends; None when it is at once."""
    message = build(
        watch_pb2.WatchPacing,
        debounce=duration(_number("debounce", debounce)),
        max_wait=duration(_number("max_wait", max_wait)),
        min_interval=duration(_number("min_interval", min_interval)),
    )
    return message if message.ListFields() else None


def watch_overflow(policy: Overflow | str | None, buffer_capacity: int | None) -> watch_pb2.WatchOverflow | None:
    """What the server does when the watch is slow; None when that is up to it."""
    if buffer_capacity is not None and (not _is_number(buffer_capacity, int) or buffer_capacity == 0):
        raise _refused("buffer_capacity", buffer_capacity, "a positive integer")
    name = "UNSPECIFIED" if policy is None else _member("overflow", Overflow, policy).name
    number = getattr(watch_pb2, f"OVERFLOW_POLICY_{name}")
    message = build(watch_pb2.WatchOverflow, policy=number, buffer_capacity=buffer_capacity)
    return message if message.ListFields() else None


def change_kinds(kinds: Iterable[ChangeKind | str]) -> frozenset[ChangeKind]:
    """The kinds of change that the user named; none means all."""
    try:
        named = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    except TypeError as error:
        raise _refused("kinds", kinds, "several kinds of change") from error
    return frozenset(_member("kinds", ChangeKind, kind) for kind in named)


def _member(option: str, enum: type[_E], value: _E | str) -> _E:
    try:
        return enum(value.upper() if isinstance(value, str) else value)
    except ValueError as error:
        raise _refused(option, value, "one of " + ", ".join(member.name for member in enum)) from error


def _number(option: str, value: float | None) -> float | None:
    if value is not None and not _is_number(value, Real):
        raise _refused(option, value, "a number")
    return value


def _is_number(value: object, kind: type) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


def _refused(option: str, value: object, allowed: str) -> InvalidValueError:
    return InvalidValueError("INVALID_REQUEST", f"{option} is {value!r}, but must be {allowed}")
