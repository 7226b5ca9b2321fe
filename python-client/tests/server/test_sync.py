"""The blocking client: the same calls, from any thread, interrupted, closed and forked."""

from __future__ import annotations

import asyncio
import inspect
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import livevars
import livevars.sync

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.launcher import Server

SECONDS = 10.0


@pytest.fixture
def blocking(server: Server) -> Iterator[livevars.sync.Variables]:
    with livevars.sync.connect(server.target, source="tests") as connected:
        yield connected


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as threads:
        yield threads


def eventually(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def client_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("livevars")]


def test_should_offer_the_calls_of_the_client() -> None:
    """But for what only a program with an event loop can use."""
    pairs = [
        (livevars.Variables, livevars.sync.Variables, set()),
        (livevars.Sessions, livevars.sync.Sessions, set()),
        (livevars.Watch, livevars.sync.Watch, set()),
        (livevars.Mirror, livevars.sync.Mirror, set()),
        (livevars.Subscription, livevars.sync.Subscription, {"start"}),
        (livevars.ReactiveVariable, livevars.sync.ReactiveVariable, set()),
        (livevars.VariableGroup, livevars.sync.VariableGroup, set()),
        (livevars.Binding, livevars.sync.Binding, set()),
    ]
    for cls, same, lacking in pairs:
        names = {name for name in dir(cls) if not name.startswith("_")}
        assert names - set(dir(same)) == lacking, cls
        for name in names - lacking - {"watch", "on_change"}:
            member = getattr(cls, name)
            if inspect.iscoroutinefunction(member):
                blocking = str(inspect.signature(member)).replace(" | Awaitable[_T]", "")
                assert blocking == str(inspect.signature(getattr(same, name))), name


def test_should_read_and_write(blocking: livevars.sync.Variables, prefix: str) -> None:
    a, b = f"{prefix}.a", f"{prefix}.b"
    assert blocking.session == "default"
    registered = blocking.register(a, 1, livevars.Integer(max=100), description="x", metadata={"k": "v"})
    assert blocking.get(a) == registered
    assert registered.source == "tests"
    assert blocking.set(a, 2, expected_version=1).changed
    assert blocking.value(a) == 2
    assert blocking.update(a, lambda value: value + blocking.value(a)).variable.value == 4
    assert blocking.update_constraints(a, livevars.Integer()).version == 4
    blocking.register(b, 1)
    assert [variable.name for variable in blocking.list(f"{prefix}.*")] == [a, b]
    assert list(blocking.get_many([a, b, "none"]).variables) == [a, b]
    assert list(blocking.set_many({a: 5, b: "text"}, atomic=False).errors) == [b]
    assert [version.value for version in blocking.history(a, limit=2)] == [5, 4]
    assert blocking.rollback(a, to_version=1).value == 1
    revision = blocking.get(a).revision
    assert blocking.delete(a) == revision + 1
    with pytest.raises(livevars.NotFoundError):
        blocking.get(a)
    with pytest.raises(ZeroDivisionError):
        blocking.update(b, lambda value: value // 0)


def test_should_work_with_sessions(server: Server, blocking: livevars.sync.Variables, prefix: str) -> None:
    created = blocking.sessions.create(prefix, ttl=60, metadata={"k": "v"})
    assert blocking.sessions.get(prefix).metadata == created.metadata == {"k": "v"}
    assert prefix in {session.id for session in blocking.sessions.list()}
    with livevars.sync.connect(server.target, session=prefix) as inside:
        assert inside.sessions.keep_alive().id == prefix
        with inside.watch("a") as watch:
            blocking.sessions.delete(prefix)
            with pytest.raises(livevars.WatchEnded):
                next(watch)


def test_should_iterate_over_changes(blocking: livevars.sync.Variables, prefix: str) -> None:
    blocking.register(prefix, 0)
    seen = []
    with blocking.watch(prefix, kinds=["UPDATED"], label=prefix) as watch:
        assert watch.live
        (watcher,) = [watcher for watcher in blocking.list_watchers() if watcher.label == prefix]
        assert watcher.id == watch.id
        for value in range(1, 6):
            blocking.set(prefix, value)
        for change in watch:
            seen.append(change.new)
            if change.new == 5:
                break
        assert watch.revision == change.revision
        blocking.stop_watcher(watch.id)
        with pytest.raises(livevars.WatchEnded):
            next(watch)
    assert seen == [0, 1, 2, 3, 4, 5]
    assert list(watch) == []
    assert next(blocking.watch(prefix)).new == 5
    with pytest.raises(livevars.InvalidValueError):
        next(blocking.watch("a b"))


def test_should_stop_iterating_when_another_thread_cancels(
    blocking: livevars.sync.Variables, prefix: str, pool: ThreadPoolExecutor
) -> None:
    with blocking.watch(prefix) as watch:
        reading = pool.submit(list, watch)
        eventually(watch._reading.locked)
        with pytest.raises(RuntimeError, match="another thread"):
            next(watch)
        watch.cancel()
        assert reading.result(SECONDS) == []


def test_should_mirror(blocking: livevars.sync.Variables, prefix: str) -> None:
    a, b = f"{prefix}.a", f"{prefix}.b"
    blocking.register(a, 0)
    blocking.register(b, 0)
    mirror = blocking.mirror(f"{prefix}.*")
    told: list[dict[str, Any]] = []
    mirror.on_change(lambda change: told.append(mirror.snapshot()))
    with mirror:
        assert (len(mirror), mirror.live, mirror.ended, a in mirror, list(mirror)) == (2, True, None, True, [a, b])
        for value in range(1, 51):
            result = blocking.set_many({a: value, b: value})
            mirror.caught_up(result.revision)
            assert mirror[a] == mirror[b] == value
            assert mirror.revision >= result.revision
        variable = mirror.variable(a)
        assert variable is not None
        assert variable.version == 51
        assert dict(mirror.items()) == {a: 50, b: 50}
        assert list(mirror.values()) == [50, 50]
        assert "2 variables" in repr(mirror)
    assert (mirror.live, mirror.over(), mirror.snapshot()) == (False, True, {a: 50, b: 50})
    assert all(one[a] == one[b] for one in told)
    assert len(told) == 102


def test_should_see_whole_revisions_of_a_mirror_from_any_thread(
    blocking: livevars.sync.Variables, prefix: str, pool: ThreadPoolExecutor
) -> None:
    names = [f"{prefix}.n{i}" for i in range(20)]
    for name in names:
        blocking.register(name, 0)
    with blocking.mirror(f"{prefix}.*") as mirror:

        def look() -> set[int]:
            seen: set[int] = set()
            while -1 not in seen:
                values = set(mirror.values())
                assert len(values) == 1, "a batch was torn"
                seen |= values
            return seen

        looking = [pool.submit(look) for _ in range(2)]
        for value in [*range(1, 200), -1]:
            blocking.set_many(dict.fromkeys(names, value))
        assert all(len(one.result(SECONDS)) > 10 for one in looking)


def test_should_wait_for_a_value(blocking: livevars.sync.Variables, prefix: str, pool: ThreadPoolExecutor) -> None:
    waiting = pool.submit(blocking.wait_for, prefix, lambda value: value > blocking.value(f"{prefix}.limit"))
    blocking.register(f"{prefix}.limit", 1)
    blocking.register(prefix, 1)
    blocking.set(prefix, 2)
    assert waiting.result(SECONDS).value == 2
    assert blocking.wait_for(prefix, 2, timeout=1).version == blocking.wait_for(prefix).version
    with pytest.raises(TimeoutError):
        blocking.wait_for(prefix, 3, timeout=0.05)


def test_should_call_a_handler_that_may_block(blocking: livevars.sync.Variables, prefix: str) -> None:
    blocking.register(prefix, 0)
    blocking.register(f"{prefix}.copy", 0)
    errors: list[Exception] = []
    got: list[int] = []

    @blocking.on_change(prefix, on_error=errors.append)
    def copy(change: livevars.Change) -> None:
        if change.new == 3:
            raise ZeroDivisionError
        blocking.set(f"{prefix}.copy", change.new)
        got.append(change.new)

    copy.ready()
    for value in range(1, 6):
        blocking.set(prefix, value)
    blocking.wait_for(f"{prefix}.copy", 5, timeout=SECONDS)
    eventually(lambda: got[-1] == 5)
    assert got == [0, 1, 2, 4, 5]
    assert [type(error) for error in errors] == [ZeroDivisionError]
    assert (copy.live, copy.ended) == (True, None)
    copy.cancel()
    assert not copy.live
    with pytest.raises(TypeError, match="coroutine"):

        @blocking.on_change(prefix)
        async def wrong(change: livevars.Change) -> None: ...


def test_should_let_a_handler_end_itself_and_the_client(server: Server, prefix: str) -> None:
    own = livevars.sync.connect(server.target)
    own.register(prefix, 0)
    done: list[str] = []

    made = threading.Event()

    @own.on_change(prefix)
    def once(change: livevars.Change) -> None:
        made.wait(SECONDS)
        once.cancel()
        done.append("once")

    made.set()
    eventually(lambda: done == ["once"])

    @own.on_change(prefix)
    def last(change: livevars.Change) -> None:
        own.close()
        done.append("last")

    eventually(lambda: done == ["once", "last"])
    with pytest.raises(livevars.UnavailableError, match="closed"):
        own.get(prefix)


def test_should_refuse_to_wait_for_itself(blocking: livevars.sync.Variables, prefix: str) -> None:
    errors: list[Exception] = []
    blocking.register(prefix, 0)
    with blocking.mirror(prefix, on_error=errors.append) as mirror:
        mirror.on_change(lambda change: blocking.get(prefix))
        mirror.caught_up(blocking.set(prefix, 1).variable.revision)
        eventually(lambda: errors)
    assert "wait for itself" in str(errors[0])


def test_should_work_where_an_event_loop_runs(server: Server, prefix: str) -> None:
    async def cell() -> int:
        with livevars.sync.connect(server.target) as vars:
            vars.register(prefix, 1)
            got: list[int] = []
            vars.on_change(prefix)(lambda change: got.append(change.new)).ready()
            eventually(lambda: got == [1])
            with vars.watch(prefix) as watch:
                return int(next(watch).new)

    assert asyncio.run(cell()) == 1


def test_should_serve_many_threads(blocking: livevars.sync.Variables, prefix: str, pool: ThreadPoolExecutor) -> None:
    blocking.register(prefix, 0)
    counting = [pool.submit(blocking.update, prefix, lambda value: value + 1) for _ in range(40)]
    for one in counting:
        one.result(SECONDS)
    assert blocking.value(prefix) == 40


def test_should_end_everything_when_another_thread_closes_it(
    server: Server, prefix: str, pool: ThreadPoolExecutor
) -> None:
    own = livevars.sync.connect(server.target)
    watch = own.watch(prefix).__enter__()
    mirror = own.mirror(prefix).__enter__()
    handler = own.on_change(prefix)(lambda change: None)
    handler.ready()
    waiting, reading = pool.submit(own.wait_for, prefix), pool.submit(list, watch)
    eventually(watch._reading.locked)
    for one in [pool.submit(own.close) for _ in range(3)]:
        one.result(SECONDS)
    assert reading.result(SECONDS) == []
    with pytest.raises(livevars.UnavailableError, match="closed"):
        waiting.result(SECONDS)
    assert (list(watch), mirror.live, handler.live) == ([], False, False)
    for ended in (watch.cancel, handler.cancel, lambda: mirror.__exit__(None, None, None), own.close):
        ended()
    for call in (lambda: own.get(prefix), own.watch(prefix).__enter__, lambda: next(own.watch(prefix)), handler.ready):
        with pytest.raises(livevars.UnavailableError, match="closed"):
            call()
    with pytest.raises(livevars.UnavailableError, match="closed"):
        own.on_change(prefix)(lambda change: None)


def test_should_leave_no_thread(server: Server) -> None:
    eventually(lambda: not client_threads())
    with livevars.sync.connect(server.target) as vars:
        vars.list_watchers()
        assert len(client_threads()) == 1
    assert not client_threads()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C as a program has it by default; what a shell runs in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_should_be_interrupted_while_it_waits(blocking: livevars.sync.Variables, prefix: str) -> None:
    """And a watch goes on where it was."""

    def interrupt_when(condition: Callable[[], bool]) -> None:
        # The system may give a signal to any thread; it is always the main one that has to notice.
        def interrupt() -> None:
            eventually(condition)
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)

        threading.Thread(target=interrupt).start()

    def watched() -> bool:
        return any(prefix in watcher.selectors for watcher in blocking.list_watchers())

    interrupt_when(watched)
    with pytest.raises(KeyboardInterrupt):
        blocking.wait_for(prefix, timeout=60)
    eventually(lambda: not watched())
    with blocking.watch(prefix) as watch:
        interrupt_when(lambda: watch._reading.locked() and watch._next is not None)
        with pytest.raises(KeyboardInterrupt):
            next(watch)
        blocking.register(prefix, 1)
        assert next(watch).new == 1


def test_should_have_values_at_hand(blocking: livevars.sync.Variables, prefix: str) -> None:
    k = livevars.Key(f"{prefix}.k", int)
    with blocking.reactive(k, default=7) as reactive, blocking.group(f"{prefix}.*") as group:
        assert (reactive.value, reactive.version, len(group)) == (7, 0, 0)
        blocking.register(k.name, 1)
        blocking.wait_for(k)
        eventually(lambda: reactive.value == 1 and k.name in group)
        assert reactive.set(2).variable.value == reactive.value == 2
        assert reactive.update(lambda value: value + 1).changed
        assert reactive.value == 3
        group.set_many({k.name: 4})
        assert {name: variable.value for name, variable in group.items()} == dict(group.mirror) == {k.name: 4}
        with pytest.raises(KeyError):
            group[f"{prefix}.none"]


def test_should_bind_attributes(blocking: livevars.sync.Variables, prefix: str) -> None:
    blocking.register(prefix, 1)
    target = SimpleNamespace(n=0)
    with blocking.bind(target, n=prefix) as binding:
        assert (target.n, binding.live, binding.ended) == (1, True, None)
        target.n = 5
        binding.push()
        assert blocking.value(prefix) == 5
        blocking.set(prefix, 6)
        eventually(lambda: target.n == 6)


# The fork comes before the first call: with a connection, gRPC may end the child before it can say anything.
FORKING = """
import os, sys, livevars.sync
with livevars.sync.connect(sys.argv[1]) as vars:
    child = os.fork()
    if child == 0:
        for call in (vars.list_watchers, vars.close, vars.watch("a").__enter__):
            try:
                call()
            except RuntimeError as error:
                print(error, flush=True)
        sys.exit(7)
    _, status = os.waitpid(child, 0)
    vars.list_watchers()
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


def test_should_say_so_after_a_fork_and_not_hang(server: Server) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FORKING, server.target], capture_output=True, text=True, timeout=30, check=False
    )
    assert run.returncode == 0, run.stderr
    # The child leaves its `with` block with an error too, in place of the exit code.
    assert [("fork" in line) for line in run.stdout.splitlines()] == [True, True, True, False]


FORGETFUL = """
import sys, livevars.sync
vars = livevars.sync.connect(sys.argv[1])
vars.watch("a").__enter__()
vars.on_change("a")(lambda change: vars.wait_for("never"))
print(len(vars.list_watchers()))
"""


def test_should_let_a_program_end_that_did_not_close_it(server: Server) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORGETFUL, server.target],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
