"""Backoff: full jitter, bounded, and it starts again only after something was delivered."""

from __future__ import annotations

from livevars._backoff import Backoff


def test_should_double_the_bound_up_to_the_cap() -> None:
    backoff = Backoff(base=0.05, cap=5.0, draw=lambda: 1.0)
    assert [backoff.next_delay() for _ in range(9)] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_should_draw_from_the_whole_interval() -> None:
    backoff = Backoff(base=0.05, cap=5.0)
    delays = [backoff.next_delay() for _ in range(5000)]
    assert all(0 <= delay <= 5.0 for delay in delays)
    assert min(delays) < 0.5
    assert max(delays) > 4.5


def test_should_start_again_after_a_delivery() -> None:
    backoff = Backoff(base=0.05, cap=5.0, draw=lambda: 1.0)
    for _ in range(4):
        backoff.next_delay()
    backoff.reset()
    assert backoff.next_delay() == 0.05
