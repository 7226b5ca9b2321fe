"""A mirror over scripted connections: whole revisions, and what it shows while and after it cannot follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

import livevars
from livevars._mirror import Mirror
from server.awaiting import eventually
from unit.test_feed import changes, initial, live, progress, resync
from unit.test_watch import ANEW, LOST, Connection, Script, closing, created

if TYPE_CHECKING:
    from livevars._feed import Feed
    from livevars._gate import Gate
    from livevars._watch import Watch

BEGIN = (created("1"), initial(5, "a", "b"), live(5))


class Mirrored(Script):
    """A script with a mirror of its watch, and what the mirror held at each change that it told of."""

    def __init__(self, *connections: Connection) -> None:
        super().__init__(*connections)
        self.mirror = Mirror(cast("livevars.Variables", self))
        self.told: list[tuple[str, str, dict[str, Any], int]] = []
        self.mirror.on_change(self._record)

    def _followed(self, *_: object) -> tuple[Watch, Feed, Gate]:
        return self.watch, self.watch._feed, self.watch._gate

    def _record(self, change: livevars.Change) -> None:
        self.told.append((change.name, change.kind.name, dict(self.mirror), self.mirror.revision))

    async def came(self, number: int) -> None:
        await eventually(lambda: len(self.told) == number)


async def test_should_have_the_present_values_when_it_is_entered() -> None:
    mirror = Mirrored(Connection(*BEGIN)).mirror
    assert (len(mirror), mirror.live, mirror.revision) == (0, False, 0)
    async with mirror as entered:
        assert entered is mirror
        assert (mirror.live, mirror.ended, mirror.revision) == (True, None, 5)
        assert dict(mirror) == {"a": 0.0, "b": 0.0}
        assert list(mirror) == ["a", "b"]
        assert (mirror["a"], mirror.get("c"), mirror.get("c", 1), "b" in mirror, "c" in mirror) == (
            0.0,
            None,
            1,
            True,
            False,
        )
        with pytest.raises(KeyError, match="c"):
            mirror["c"]
        variable = mirror.variable("a")
        assert variable is not None
        assert (variable.name, variable.version) == ("a", 1)
        assert mirror.variable("c") is None
        assert "2 variables at revision 5" in repr(mirror)


async def test_should_be_empty_when_nothing_is_there() -> None:
    async with Mirrored(Connection(created("1"), initial(5), live(5))).mirror as mirror:
        assert (dict(mirror), mirror.revision, mirror.live) == ({}, 5, True)


async def test_should_show_a_revision_as_a_whole_and_none_before_its_time() -> None:
    script = Mirrored(Connection(*BEGIN, changes((6, "a"), (6, "b"), (7, "a"), (7, "c")), changes((8, "b"))))
    async with script.mirror:
        await script.came(7)
    six = {"a": 6.0, "b": 6.0}
    seven = {"a": 7.0, "b": 6.0, "c": 7.0}
    assert script.told[2:] == [
        ("a", "UPDATED", six, 6),
        ("b", "UPDATED", six, 6),
        ("a", "UPDATED", seven, 7),
        ("c", "UPDATED", seven, 7),
        ("b", "UPDATED", {**seven, "b": 8.0}, 8),
    ]


async def test_should_show_what_was_merged_as_a_whole() -> None:
    script = Mirrored(Connection(*BEGIN, changes((6, "a"), (8, "b"), last=9, together=True)))
    async with script.mirror:
        await script.came(4)
    values = {"a": 6.0, "b": 8.0}
    assert script.told[2:] == [("a", "UPDATED", values, 9), ("b", "UPDATED", values, 9)]


async def test_should_forget_what_is_deleted() -> None:
    script = Mirrored(Connection(*BEGIN, changes((6, "a"), (6, "c"), kind="DELETED"), progress(9)))
    async with script.mirror as mirror:
        await eventually(lambda: mirror.revision == 9)
        assert dict(mirror) == {"b": 0.0}


async def test_should_keep_what_it_has_while_the_connection_is_lost() -> None:
    away = Connection()
    script = Mirrored(
        Connection(*BEGIN, changes((6, "a")), LOST), away, Connection(created("3"), live(6), changes((7, "a")))
    )
    async with script.mirror as mirror:
        await eventually(lambda: away.reads)
        assert (dict(mirror), mirror.live, mirror.ended) == ({"a": 6.0, "b": 0.0}, False, None)
        await away.close()
        await script.came(4)
        assert (dict(mirror), mirror.live, mirror.revision) == ({"a": 7.0, "b": 0.0}, True, 7)
    assert script.asked == [0, 7, 7]
    assert script.lost == [LOST, LOST]


@pytest.mark.parametrize("present", [("b", "c"), ()], ids=["some", "none"])
async def test_should_replace_everything_at_a_resync(present: tuple[str, ...]) -> None:
    script = Mirrored(
        Connection(*BEGIN, changes((6, "a")), LOST), Connection(created("2"), resync(), initial(90, *present), live(90))
    )
    async with script.mirror as mirror:
        await eventually(lambda: mirror.revision == 90)
        assert mirror.live
    values = dict.fromkeys(present, 0.0)
    gone = [name for name in ("a", "b") if name not in present]
    assert script.told[3:] == [
        *((name, "DELETED", values, 90) for name in gone),
        *((name, "REGISTERED", values, 90) for name in present),
    ]


async def test_should_replace_everything_when_the_session_began_anew() -> None:
    script = Mirrored(Connection(*BEGIN, ANEW), Connection(created("2"), initial(2, "c"), live(2)))
    async with script.mirror as mirror:
        await eventually(lambda: mirror.revision == 2)
        assert dict(mirror) == {"c": 0.0}


async def test_should_say_why_it_does_not_follow_any_more() -> None:
    script = Mirrored(Connection(*BEGIN, changes((6, "a")), closing("STOPPED", 7)))
    async with script.mirror as mirror:
        await eventually(lambda: mirror.ended is not None)
        assert isinstance(mirror.ended, livevars.WatchEnded)
        assert (mirror.ended.reason, mirror.ended.resume_revision) == ("STOPPED", 7)
        assert (dict(mirror), mirror.live) == ({"a": 6.0, "b": 0.0}, False)
    assert script.lost == [mirror.ended]
    assert script.connections[0].closed
    assert not script.open


async def test_should_follow_until_it_is_left() -> None:
    script = Mirrored(Connection(*BEGIN))
    async with script.mirror as mirror:
        assert script.open
    assert (dict(mirror), mirror.live, mirror.ended) == ({"a": 0.0, "b": 0.0}, False, None)
    assert script.connections[0].closed
    assert not script.open
    with pytest.raises(RuntimeError, match="once"):
        await mirror.__aenter__()


async def test_should_not_be_entered_where_its_watch_is_refused() -> None:
    script = Mirrored(Connection(livevars.NotFoundError("SESSION_NOT_FOUND", "")))
    with pytest.raises(livevars.NotFoundError):
        await script.mirror.__aenter__()
    with pytest.raises(RuntimeError, match="once"):
        await script.mirror.__aenter__()


async def test_should_not_be_entered_empty_when_the_client_is_closed_meanwhile() -> None:
    script = Mirrored(Connection(*BEGIN))
    await script.watch.cancel()
    with pytest.raises(livevars.UnavailableError, match="closed"):
        await script.mirror.__aenter__()


async def test_should_tell_the_others_when_one_who_is_told_raises() -> None:
    script = Mirrored(Connection(*BEGIN, changes((6, "a"), (7, "b"))))
    names: list[str] = []

    @script.mirror.on_change
    def bad(change: livevars.Change) -> None:
        raise RuntimeError(change.name)

    async with script.mirror as mirror:
        mirror.on_change(lambda change: names.append(change.name))
        await eventually(lambda: len(names) == 2)
        assert mirror.live
    assert [str(error) for error in script.lost] == ["a", "b", "a", "b"]
    assert names == ["a", "b"]


async def test_should_let_nobody_write() -> None:
    mirror: Any = Mirrored(Connection(*BEGIN)).mirror
    with pytest.raises(TypeError):
        mirror["a"] = 1
