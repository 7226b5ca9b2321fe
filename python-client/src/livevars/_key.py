"""Names with the type of their value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from livevars._errors import InvalidValueError

if TYPE_CHECKING:
    from livevars._model import Variable

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Key(Generic[_T]):
    """The name of a variable with the Python type of its value, as in `Key("temperature", float)`.

    The calls that take one in place of a name are typed by it, and what they read is of that type. An int is not taken
    for a float, nor a bool for an int: they are the values of other types of variables.
    """

    name: str
    value_type: type[_T]

    def cast(self, value: Any) -> _T:
        """The value itself.

        Raises:
            InvalidValueError: it is of another type (reason INVALID_TYPE).
        """
        if isinstance(value, self.value_type) and (self.value_type is not int or not isinstance(value, bool)):
            return value
        message = f"variable '{self.name}' holds a value of type {type(value).__name__}, not {self.value_type.__name__}"
        raise InvalidValueError("INVALID_TYPE", message, {"variable": self.name})

    def __str__(self) -> str:
        return self.name


def name_of(name: str | Key[Any]) -> str:
    """The name alone."""
    return name.name if isinstance(name, Key) else name


def checked(name: str | Key[Any], variable: Variable) -> Variable:
    """The variable itself; raises InvalidValueError when its value is not of the key's type."""
    if isinstance(name, Key):
        name.cast(variable.value)
    return variable
