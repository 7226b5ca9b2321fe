"""The feed: no gap, no repeat and no torn batch, wherever a connection breaks or the application stops."""

from __future__ import annotations

from livevars import ChangeKind
from livevars._feed import Feed
from livevars._proto import types_pb2 as pb
from livevars._proto import watch_pb2

Response = watch_pb2.WatchVariablesResponse


def variable(name: str, value: float, version: int = 1) -> pb.Variable:
    return pb.Variable(
        name=name,
        type=pb.VARIABLE_TYPE_FLOAT,
        value=pb.Value(float_value=value),
        constraints=pb.Constraints(float=pb.FloatConstraints()),
        version=version,
        revision=version,
    )


def initial(revision: int, *names: str, last: bool = True) -> Response:
    variables = [variable(name, 0.0) for name in names]
    return Response(initial=watch_pb2.WatchInitial(variables=variables, revision=revision, last=last))


def live(revision: int) -> Response:
    return Response(live=watch_pb2.WatchLive(revision=revision))


def progress(revision: int) -> Response:
    return Response(progress=watch_pb2.WatchProgress(revision=revision))


def resync() -> Response:
    return Response(resync=watch_pb2.WatchResync(oldest_revision=1))


def changes(
    *steps: tuple[int, str],
    last: int | None = None,
    merged: int = 1,
    kind: str = "UPDATED",
    together: bool = False,
) -> Response:
    """Changes of (revision, name); `merged` is for the last of them, `together` says that all are what merging left."""
    messages = [
        pb.VariableChange(
            kind=f"CHANGE_KIND_{kind}",
            name=name,
            revision=revision,
            variable=None if kind == "DELETED" else variable(name, float(revision), revision),
            merged_count=merged if i == len(steps) - 1 else 1,
            first_version=revision,
            last_version=revision,
        )
        for i, (revision, name) in enumerate(steps)
    ]
    return Response(
        changes=watch_pb2.WatchChanges(
            first_revision=steps[0][0], last_revision=last or steps[-1][0], changes=messages, merged=together
        )
    )


def fed(*messages: Response, start_revision: int = 0) -> Feed:
    feed = Feed(start_revision)
    feed.begin()
    for message in messages:
        feed.accept(message)
    return feed


def take_all(feed: Feed) -> list[tuple[int, str]]:
    taken = []
    while (change := feed.take()) is not None:
        taken.append((change.revision, change.name))
    return taken


def test_should_hand_on_the_present_values_then_the_changes() -> None:
    feed = fed(initial(5, "a", last=False), initial(5, "b"), live(5), changes((6, "a"), (7, "b")))
    assert take_all(feed) == [(5, "a"), (5, "b"), (6, "a"), (7, "b")]
    assert feed.handed == 7


def test_should_mark_the_present_values() -> None:
    feed = fed(initial(5, "a"), live(5), changes((6, "a")))
    first, second = feed.take(), feed.take()
    assert first is not None
    assert second is not None
    assert (first.initial, first.kind, first.old, first.new) == (True, ChangeKind.REGISTERED, None, 0.0)
    assert (second.initial, second.kind, second.new) == (False, ChangeKind.UPDATED, 6.0)


def test_should_count_the_cut_as_handed_with_its_last_value() -> None:
    feed = fed(initial(5, "a", "b"), live(5))
    feed.take()
    assert (feed.handed, feed.resume_revision) == (None, 0)
    feed.take()
    assert (feed.handed, feed.resume_revision) == (5, 6)


def test_should_count_an_empty_cut_as_handed_at_once() -> None:
    assert fed(initial(5), live(5)).handed == 5


def test_should_start_afresh_when_the_cut_broke_half_way() -> None:
    feed = fed(initial(5, "a", last=False))
    assert feed.take() is None
    assert feed.start_revision == 0
    feed.begin()
    for message in (initial(8, "a", "b"), live(8)):
        feed.accept(message)
    assert take_all(feed) == [(8, "a"), (8, "b")]


def test_should_resume_after_a_whole_cut_that_the_application_has_not_taken_yet() -> None:
    feed = fed(initial(5, "a", "b"))
    feed.take()
    assert feed.start_revision == 6
    feed.begin()
    feed.accept(live(5))
    feed.accept(changes((6, "a")))
    assert take_all(feed) == [(5, "b"), (6, "a")]


def test_should_tie_a_watch_from_now_on_to_the_revision_it_went_live_at() -> None:
    feed = fed()
    assert feed.start_revision == 0
    feed.accept(live(9))
    assert (feed.start_revision, feed.handed) == (10, 9)


def test_should_not_skip_what_a_resuming_watch_has_not_got_yet() -> None:
    feed = fed(live(50), start_revision=10)
    assert (feed.start_revision, feed.resume_revision) == (10, 10)


def test_should_count_a_batch_as_handed_with_its_last_change() -> None:
    feed = fed(live(0), changes((1, "a"), (2, "a"), (2, "b"), (2, "c"), (3, "a")))
    handed = []
    while feed.take() is not None:
        handed.append(feed.handed)
    assert handed == [1, 1, 1, 2, 3]


def test_should_neither_lose_nor_repeat_a_batch_when_the_connection_breaks_inside_it() -> None:
    feed = fed(live(0), changes((1, "a"), (1, "b"), (1, "c")))
    taken = [feed.take()]
    assert feed.start_revision == 2  # all of it is here
    assert feed.resume_revision == 1  # the application does not have all of it
    feed.begin()
    feed.accept(live(1))
    feed.accept(changes((2, "a")))
    taken += [feed.take() for _ in range(3)]
    assert [(change.revision, change.name) for change in taken if change] == [(1, "a"), (1, "b"), (1, "c"), (2, "a")]


def test_should_not_count_a_revision_as_handed_while_a_merged_change_reaches_back_to_it() -> None:
    feed = fed(live(0), changes((7, "b"), (9, "a"), merged=5))
    feed.take()
    assert feed.handed == 0
    feed.take()
    assert feed.handed == 9


def test_should_count_what_was_merged_as_handed_with_its_last_change_alone() -> None:
    """What several revisions changed, each variable once: none of the revisions is whole before all are here."""
    feed = fed(live(3), changes((5, "a"), (7, "b"), (7, "c"), (9, "d"), last=11, together=True))
    handed = []
    while feed.take() is not None:
        handed.append(feed.handed)
    assert handed == [3, 3, 3, 11]
    assert feed.start_revision == 12


def test_should_resume_before_all_that_was_merged_when_it_was_taken_half() -> None:
    feed = fed(live(3), changes((4, "a")), changes((5, "a"), (7, "b"), together=True), progress(8))
    feed.take()
    feed.take()
    assert feed.resume_revision == 5
    feed.take()
    assert feed.resume_revision == 9


def test_should_resume_after_the_last_revision_of_a_message_even_if_its_changes_do_not_reach_it() -> None:
    feed = fed(live(0), changes((3, "a"), last=8))
    feed.take()
    assert feed.handed == 8


def test_should_move_on_with_the_servers_bookmarks_but_never_back() -> None:
    feed = fed(live(3), progress(8), progress(5))
    assert (feed.handed, feed.start_revision) == (8, 9)


def test_should_let_a_bookmark_wait_for_the_changes_before_it() -> None:
    feed = fed(live(3), changes((4, "a")), progress(8))
    assert feed.handed == 3
    feed.take()
    assert feed.handed == 8


def test_should_flag_a_resync_and_tell_of_what_is_gone() -> None:
    feed = fed(initial(5, "a", "b"), live(5))
    take_all(feed)
    feed.begin()
    for message in (resync(), initial(90, "b", "c"), live(90)):
        feed.accept(message)
    taken = [feed.take() for _ in range(3)]
    assert [(change.name, change.kind) for change in taken if change] == [
        ("a", ChangeKind.DELETED),
        ("b", ChangeKind.REGISTERED),
        ("c", ChangeKind.REGISTERED),
    ]
    assert all(change.resync and change.initial for change in taken if change)
    assert feed.handed == 90


def test_should_tell_of_what_is_gone_before_the_application_took_it() -> None:
    feed = fed(initial(5, "a"), changes((6, "b")))
    feed.begin()
    for message in (resync(), initial(90), live(90)):
        feed.accept(message)
    taken = [feed.take() for _ in range(4)]
    assert [(change.name, change.kind) for change in taken if change] == [
        ("a", ChangeKind.REGISTERED),
        ("b", ChangeKind.UPDATED),
        ("a", ChangeKind.DELETED),
        ("b", ChangeKind.DELETED),
    ]


def test_should_not_tell_twice_that_a_variable_is_gone() -> None:
    feed = fed(initial(5, "a"), live(5), changes((6, "a"), kind="DELETED"))
    take_all(feed)
    feed.begin()
    for message in (resync(), initial(9), live(9)):
        feed.accept(message)
    assert take_all(feed) == []


def test_should_follow_a_cut_that_is_older_than_what_was_received() -> None:
    feed = fed(initial(50, "a"), live(50))
    take_all(feed)
    feed.begin()
    for message in (resync(), initial(3, "a"), live(3)):
        feed.accept(message)
    take_all(feed)
    assert (feed.handed, feed.start_revision) == (3, 4)
