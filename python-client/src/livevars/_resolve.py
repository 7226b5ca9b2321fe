"""From the value of a module variable to the class or module that it names."""

from __future__ import annotations

import importlib
import inspect
import keyword
from typing import TYPE_CHECKING, Any

from livevars._errors import InvalidValueError, PermissionDeniedError

if TYPE_CHECKING:
    from collections.abc import Iterable


def resolve_module(value: str, *, allowed: Iterable[str]) -> Any:
    """Imports the class, function or module that a dotted name names, if it is below one that is allowed.

    Nothing else is imported, but for the packages that an allowed name is in: whoever may set the variable chooses
    among what is allowed, and cannot make this program use anything else. So what an allowed module has itself imported
    from elsewhere is refused too, as `acme.os.system` or a class of another package. A name that `allowed` spells out
    in full is trusted, wherever it comes from.

    Args:
        value: the dotted name, as `dspy.Predict`; no part begins with an underscore.
        allowed: dotted names; `dspy` allows itself and `dspy.Predict`, but not `dspyx`.

    Raises:
        PermissionDeniedError: the name is not allowed, or leads to what is not (reason MODULE_NOT_ALLOWED).
        InvalidValueError: it is no dotted name (INVALID_MODULE), or there is no such class, function or module
            (MODULE_NOT_FOUND); or `allowed` is empty or holds no dotted names (INVALID_ALLOWED).
        ImportError: the module is there, but cannot be imported. Whatever else it raises is raised, too.
    """
    return _Resolver(allowed).resolve(value)


class _Resolver:
    def __init__(self, allowed: Iterable[str]) -> None:
        if isinstance(allowed, str):
            raise InvalidValueError("INVALID_ALLOWED", f"allowed is a list of names, not the string {allowed!r}")
        self._allowed = tuple(allowed)
        wrong = [name for name in self._allowed if not _is_dotted(name)]
        if wrong or not self._allowed:
            message = f"allowed holds {wrong[0]!r}, which is no dotted name" if wrong else "allowed is empty"
            raise InvalidValueError("INVALID_ALLOWED", message)

    def resolve(self, value: str) -> Any:
        if not _is_dotted(value):
            message = f"{value!r} is not the dotted name of a class or module without underscores at the beginning"
            raise InvalidValueError("INVALID_MODULE", message)
        if not self._covers(value):
            raise self._denied(value, f"{value} is not allowed")
        first, *rest = value.split(".")
        path, found = first, _imported(first, value)
        for part in rest:
            path = f"{path}.{part}"
            found = _member(found, path, part, value)
            self._check(found, path, value)
        self._check(found, path, value)
        return found

    def _check(self, found: Any, path: str, value: str) -> None:
        """Refuses what is neither written out in the allowed names nor at home below one of them."""
        if any(name == path or name.startswith(f"{path}.") for name in self._allowed):
            return
        home = _home(found)
        if home is None:
            raise InvalidValueError("MODULE_NOT_FOUND", f"{path} is no class, function or module")
        if not self._covers(home):
            raise self._denied(value, f"{path} is from {home}, which is not allowed")

    def _covers(self, name: str) -> bool:
        return any(name == one or name.startswith(f"{one}.") for one in self._allowed)

    def _denied(self, value: str, message: str) -> PermissionDeniedError:
        allowed = ", ".join(self._allowed)
        details = {"value": value, "allowed": self._allowed}
        return PermissionDeniedError("MODULE_NOT_ALLOWED", f"{message}, only {allowed} and what is below", details)


def _is_dotted(name: object) -> bool:
    return isinstance(name, str) and all(
        part.isidentifier() and not part.startswith("_") and not keyword.iskeyword(part) for part in name.split(".")
    )


def _member(found: Any, path: str, part: str, value: str) -> Any:
    # As in `import a; a.b`, what a package has of this name goes before a module of this name.
    try:
        return getattr(found, part)
    except AttributeError:
        if inspect.ismodule(found):
            return _imported(path, value)
        raise _missing(path, value) from None


def _imported(path: str, value: str) -> Any:
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        # Otherwise it is there, and something that it imports is not.
        if error.name is not None and (path == error.name or path.startswith(f"{error.name}.")):
            raise _missing(path, value) from error
        raise


def _missing(path: str, value: str) -> InvalidValueError:
    return InvalidValueError("MODULE_NOT_FOUND", f"there is no {path}", {"value": value})


def _home(found: Any) -> str | None:
    """The module that a class or function is from, or a module's own name; None for anything else."""
    if inspect.ismodule(found):
        return found.__name__
    home = found.__module__ if inspect.isclass(found) or inspect.isroutine(found) else None
    return home if isinstance(home, str) else None
