"""Names that become classes: only those that are allowed, whatever a module happens to hold."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

import livevars
from livevars import resolve_module

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    "acme/__init__.py": """
import os
from os import system
from collections import OrderedDict
from functools import partial
import acmex as friend
from acme.inner import Ranker, rank
answer = 42
half = partial(rank, 2)
def lazy(): ...
""",
    "acme/inner.py": """
import sys
class Ranker:
    base = dict
    class Config: ...
    @classmethod
    def make(cls): return cls()
def rank(n=0): ...
""",
    "acme/lazy.py": "",
    "acme/broken.py": "import acme_needs_this",
    "acme/failing.py": "1 / 0",
    "acmex/__init__.py": "loaded = True\ndef run(): ...",
    "acmex/tool.py": "class Tool: ...",
}


@pytest.fixture(autouse=True)
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] in {"acme", "acmex"}]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("value", "allowed", "name"),
    [
        ("acme", ["acme"], "acme"),
        ("acme.inner", ["acme"], "acme.inner"),
        ("acme.Ranker", ["acme"], "Ranker"),
        ("acme.inner.Ranker", ["other", "acme.inner"], "Ranker"),
        ("acme.inner.rank", ["acme.inner.rank"], "rank"),
        ("acme.Ranker.Config", ["acme"], "Config"),
        ("acme.Ranker.make", ["acme"], "make"),
        ("acme.lazy", ["acme"], "lazy"),
        ("acme.friend.run", ["acme", "acmex"], "run"),
        ("acme.OrderedDict", ["acme.OrderedDict"], "OrderedDict"),
        ("acmex.tool.Tool", ["acmex"], "Tool"),
        ("collections.OrderedDict", ["collections"], "OrderedDict"),
        ("livevars.Float", ["livevars"], "Float"),
    ],
)
def test_should_import_what_is_allowed(value: str, allowed: list[str], name: str) -> None:
    assert resolve_module(value, allowed=allowed).__name__ == name


def test_should_trust_what_is_written_out() -> None:
    assert resolve_module("acme.answer", allowed=["acme.answer"]) == 42


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        ("acmex", ["acme"]),
        ("acmex.run", ["acme"]),
        ("acme", ["acme.inner"]),
        ("acme.Ranker", ["acme.inner"]),
        ("Acme.Ranker", ["acme"]),
        ("acme.os", ["acme"]),
        ("acme.os.system", ["acme"]),
        ("acme.os.path.join", ["acme"]),
        ("acme.system", ["acme"]),
        ("acme.OrderedDict", ["acme"]),
        ("acme.friend", ["acme"]),
        ("acme.friend.run", ["acme"]),
        ("acme.inner.sys.exit", ["acme"]),
        ("acme.Ranker.base", ["acme"]),
        ("acme.os.system", ["acme.os.path"]),
        ("os.system", ["acme"]),
    ],
)
def test_should_refuse_what_is_not_or_leads_to_what_is_not(value: str, allowed: list[str]) -> None:
    with pytest.raises(livevars.PermissionDeniedError) as caught:
        resolve_module(value, allowed=allowed)
    assert caught.value.reason == "MODULE_NOT_ALLOWED"
    assert f"only {', '.join(allowed)}" in caught.value.message
    assert caught.value.details == {"value": value, "allowed": tuple(allowed)}


def test_should_import_nothing_that_is_not_allowed() -> None:
    for value in ("acmex.tool.Tool", "acmex", "acmex.tool"):
        with pytest.raises(livevars.PermissionDeniedError):
            resolve_module(value, allowed=["acme"])
    assert not {"acme", "acmex"} & set(sys.modules)
    with pytest.raises(livevars.PermissionDeniedError):
        resolve_module("acme.friend.tool.Tool", allowed=["acme"])
    assert "acmex.tool" not in sys.modules


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        ".acme",
        "acme.",
        "acme..Ranker",
        "..acme.Ranker",
        "acme.__dict__",
        "acme._private",
        "acme.rank.__globals__",
        "_acme",
        "acme.Ranker()",
        "acme Ranker",
        "acme:Ranker",
        "acme/inner",
        "acme.class",
        "acme.0",
        "acme.\n",
        None,
        7,
    ],
)
def test_should_refuse_what_is_no_dotted_name(value: Any) -> None:
    with pytest.raises(livevars.InvalidValueError) as caught:
        resolve_module(value, allowed=["acme"])
    assert caught.value.reason == "INVALID_MODULE"


@pytest.mark.parametrize(
    "value", ["acme.Nothing", "acme.nothing.Ranker", "acme.Ranker.nothing", "acme.answer", "acme.half"]
)
def test_should_say_that_there_is_no_such_class_or_module(value: str) -> None:
    with pytest.raises(livevars.InvalidValueError) as caught:
        resolve_module(value, allowed=["acme"])
    assert caught.value.reason == "MODULE_NOT_FOUND"


def test_should_say_that_the_allowed_package_is_not_there() -> None:
    with pytest.raises(livevars.InvalidValueError, match="there is no acme_missing"):
        resolve_module("acme_missing.Ranker", allowed=["acme_missing"])


def test_should_raise_what_an_import_raises() -> None:
    with pytest.raises(ModuleNotFoundError, match="acme_needs_this"):
        resolve_module("acme.broken", allowed=["acme"])
    with pytest.raises(ZeroDivisionError):
        resolve_module("acme.failing", allowed=["acme"])


@pytest.mark.parametrize("allowed", [[], "acme", [""], ["acme."], ["acme", "_x"], [".acme"], [None]])
def test_should_refuse_a_bad_list(allowed: Any) -> None:
    with pytest.raises(livevars.InvalidValueError) as caught:
        resolve_module("acme.Ranker", allowed=allowed)
    assert caught.value.reason == "INVALID_ALLOWED"
