"""The parts of a watch's request that have a shape of their own."""

from __future__ import annotations

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
    message = build(
        watch_pb2.WatchFilter,
        kinds=sorted(types_pb2.ChangeKind.Value(f"CHANGE_KIND_{kind.name}") for kind in kinds),
        min_change=min_change,
        min_change_ratio=min_change_ratio,
        min_distance=min_distance,
        expression=expression,
    )
    return message if message.ListFields() else None


def watch_pacing(
    debounce: float | None, max_wait: float | None, min_interval: float | None
) -> watch_pb2.WatchPacing | None:
    """How often the server sends; None when it is at once."""
    message = build(
        watch_pb2.WatchPacing,
        debounce=duration(debounce),
        max_wait=duration(max_wait),
        min_interval=duration(min_interval),
    )
    return message if message.ListFields() else None


def watch_overflow(policy: Overflow | str | None, buffer_capacity: int | None) -> watch_pb2.WatchOverflow | None:
    """What the server does when the watch is slow; None when that is up to it."""
    name = "UNSPECIFIED" if policy is None else _member(Overflow, policy).name
    number = getattr(watch_pb2, f"OVERFLOW_POLICY_{name}")
    message = build(watch_pb2.WatchOverflow, policy=number, buffer_capacity=buffer_capacity)
    return message if message.ListFields() else None


def change_kinds(kinds: Iterable[ChangeKind | str]) -> frozenset[ChangeKind]:
    """The kinds of change that the user named; none means all."""
    return frozenset(_member(ChangeKind, kind) for kind in ((kinds,) if isinstance(kinds, str) else kinds))


def _member(enum: type[_E], value: _E | str) -> _E:
    try:
        return enum(value.upper() if isinstance(value, str) else value)
    except ValueError as error:
        allowed = ", ".join(member.name for member in enum)
        raise InvalidValueError("INVALID_REQUEST", f"{value!r} is none of {allowed}") from error
