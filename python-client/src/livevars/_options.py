"""The options of a watch, for those who pass them on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from livevars._model import ChangeKind, Overflow


class WatchOptions(TypedDict, total=False):
    """What `Variables.watch` and whatever watches in the same way take by keyword; `watch` tells what each means."""

    start_revision: int
    filter: Callable[[Any, Any], object] | None
    label: str
    heartbeat_interval: float | None
    overflow: Overflow | str | None
    buffer_capacity: int | None
    on_error: Callable[[Exception], object] | None
    kinds: Iterable[ChangeKind | str]
    min_change: float | None
    min_change_ratio: float | None
    min_distance: float | None
    expression: str
    debounce: float | None
    max_wait: float | None
    min_interval: float | None
