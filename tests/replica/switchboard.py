"""What is to go wrong, and where: rules that portals and the proxy look up while they serve."""

import re
import threading
from dataclasses import dataclass, field
from typing import Any

#: Rules a portal obeys while it renders a list.
LIST_ACTIONS = frozenset({"empty", "broken_layout", "overcount"})


@dataclass
class Rule:
    """`action` for every address `pattern` (a regular expression) is found in, `times` often (None: always)."""

    number: int
    action: str
    pattern: re.Pattern[str]
    options: dict[str, Any] = field(default_factory=dict)
    times: int | None = None


class Switchboard:
    """The rules in force. Safe to change while portals serve."""

    def __init__(self) -> None:
        self._rules: dict[int, Rule] = {}
        self._lock = threading.Lock()
        self._next = 1

    def set(self, action: str, pattern: str, times: int | None = None, **options: Any) -> int:
        """Put a rule in force; its number, for `clear`."""
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._rules[number] = Rule(number, action, re.compile(pattern), options, times)
            return number

    def clear(self, number: int | None = None) -> None:
        """Take one rule back, or all."""
        with self._lock:
            if number is None:
                self._rules.clear()
            else:
                self._rules.pop(number, None)

    def on(self, action: str, url: str) -> bool:
        """Whether a rule of this action covers the address; counts against its `times`."""
        return self.take(url, frozenset({action})) is not None

    def take(self, url: str, actions: frozenset[str] | None = None) -> Rule | None:
        """The newest rule that covers the address; without `actions`, any rule that is not a list rule."""
        with self._lock:
            for rule in reversed(self._rules.values()):
                wanted = rule.action in actions if actions is not None else rule.action not in LIST_ACTIONS
                if not wanted or not rule.pattern.search(url):
                    continue
                if rule.times is not None:
                    if rule.times == 0:
                        continue
                    rule.times -= 1
                return rule
            return None
