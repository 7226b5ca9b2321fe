"""What the package offers speaks of nothing but itself and Python."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import livevars
import livevars.sync

FOREIGN = re.compile(r"pb2|\bpb\b|grpc|protobuf|google|Message")
OFFERED = [getattr(livevars, name) for name in livevars.__all__ if inspect.isclass(getattr(livevars, name))]
OFFERED += [value for name, value in vars(livevars.sync).items() if inspect.isclass(value) and not name.startswith("_")]


@pytest.mark.parametrize("name", livevars.__all__)
def test_should_offer_what_it_says_with_a_docstring(name: str) -> None:
    offered = getattr(livevars, name)
    if inspect.isclass(offered) or inspect.isfunction(offered):
        assert offered.__doc__


@pytest.mark.parametrize("offered", OFFERED, ids=lambda offered: offered.__qualname__)
def test_should_show_no_type_of_grpc_or_protobuf(offered: Any) -> None:
    assert not [base for base in offered.__mro__ if FOREIGN.search(base.__module__)]
    for name, member in inspect.getmembers(offered):
        if name.startswith("_"):
            continue
        function = member.fget if isinstance(member, property) else member
        for annotation in getattr(function, "__annotations__", {}).values():
            assert not FOREIGN.search(str(annotation)), f"{offered.__name__}.{name}: {annotation}"
