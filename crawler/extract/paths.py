"""The path of block elements that leads to a place in markup, kept while the markup is read.

Inline elements are no steps: an editor wraps the same paragraph in as many as it likes. Past a depth that no page
needs the path stops growing, so that markup nested without end costs no more than its length.
"""

from collections.abc import Mapping

_DEEPEST = 12
_MOST_BACK = 50
_LONGEST_ID = 40


class Paths:
    """The open block elements, outermost first. `skip` outermost ones are wrappings and no steps."""

    def __init__(self, skip: int = 0) -> None:
        self._skip = skip
        self._names: list[str] = []
        self._paths: list[str] = [""]
        self._counts: list[dict[str, int]] = [{}]

    @property
    def here(self) -> str:
        """The path of the innermost open element."""
        return self._paths[-1]

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._names.append(name)
        path = self._paths[-1]
        if self._skip:
            self._skip -= 1
        elif len(self._names) <= _DEEPEST + 3:
            counts = self._counts[-1]
            number = counts[name] = counts.get(name, 0) + 1
            own = attributes.get("id", "") if attributes else ""
            step = f"{name}#{own}" if 0 < len(own) <= _LONGEST_ID and own.isprintable() and " " not in own else ""
            path = f"{path} > {step or f'{name}[{number}]'}" if path else step or f"{name}[{number}]"
        self._paths.append(path)
        self._counts.append({})

    def close(self, name: str) -> None:
        """An element ends. Ends of what is not open change nothing; ends of outer elements end the inner ones."""
        names = self._names
        if not names:
            return
        if names[-1] != name:
            least = max(len(names) - _MOST_BACK, 0)
            if name not in names[least:]:
                return
            while names[-1] != name:
                self._pop()
        self._pop()

    def _pop(self) -> None:
        self._names.pop()
        self._paths.pop()
        self._counts.pop()
