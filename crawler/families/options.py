"""A family's options: a frozen dataclass filled from the row's table, strictly."""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_T = TypeVar("_T", bound="DataclassInstance")


def read_options(kind: type[_T], raw: Mapping[str, Any]) -> _T:
    """`raw` as the options `kind`.

    Raises ValueError with a sentence for an unknown key or a value of the wrong type. Known field types: str, int,
    bool, each also with None, Literal, tuple[str, ...] (a list of strings in the row), Mapping[str, str] (a table).
    """
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    for key in raw:
        if key not in names:
            known = f"known here: {', '.join(names)}" if names else "this family has none"
            raise ValueError(f"unknown option {key!r} ({known})")
    return kind(**{key: _value(key, value, hints[key]) for key, value in raw.items()})


def _value(key: str, value: object, hint: Any) -> object:
    if isinstance(hint, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    origin = get_origin(hint)
    if origin is Literal:
        if value not in get_args(hint):
            raise ValueError(f"option {key} is {value!r}; one of {', '.join(map(str, get_args(hint)))} is wanted")
        return value
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f"option {key} is {value!r}; a list of strings is wanted")
        return tuple(value)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, Mapping) or not all(isinstance(item, str) for item in value.values()):
            raise ValueError(f"option {key} is {value!r}; a table of strings is wanted")
        return MappingProxyType(dict(value))
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ValueError(f"option {key} is {value!r}; a value of type {hint.__name__} is wanted")
    return value
