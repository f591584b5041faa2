"""The only reader of environment variables: one frozen object, made when asked for and never at import."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

VERSION = "0.1.0"

#: Seconds between two requests to one host when nothing else is said; no portal of a county is asked faster.
DEFAULT_DELAY = 2.0

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadEnvironment(ValueError):
    """An environment variable does not make sense. The message names it; correct it and run the command again."""


@dataclass(frozen=True, slots=True)
class Env:
    """How this installation is configured.

    `proxy` is the forward proxy every request goes through (None: straight to the portals). With a proxy on this
    machine's loopback nothing leaves the machine, and only then may `delay` be below `DEFAULT_DELAY`.
    """

    data: Path
    database: str
    contact: str
    delay: float
    proxy: str | None
    private_hosts: frozenset[str]
    portals: Path | None
    max_body: int
    timeout: float

    @property
    def on_loopback(self) -> bool:
        """Whether every request ends on this machine."""
        return self.proxy is not None and urlsplit(self.proxy).hostname in _LOOPBACK

    @property
    def inner_hosts(self) -> frozenset[str]:
        """Hosts that may lie inside a private network: those the operator named, and the proxy's own."""
        proxy = urlsplit(self.proxy).hostname if self.proxy else None
        return self.private_hosts | ({proxy} if proxy else set())

    @property
    def user_agent(self) -> str:
        """What a portal's log shows: who we are and how to reach whoever runs this crawl."""
        return f"Fangzhi/{VERSION} (+{self.contact})" if self.contact else f"Fangzhi/{VERSION}"


def load_env(environ: Mapping[str, str] = os.environ) -> Env:
    """Read the `FANGZHI_*` variables (docs/operations.md lists them).

    Raises BadEnvironment for a value that cannot be used.
    """
    data = Path(environ.get("FANGZHI_DATA") or "var").expanduser().absolute()
    proxy = environ.get("FANGZHI_PROXY") or None
    if proxy is not None and (urlsplit(proxy).scheme != "http" or not urlsplit(proxy).hostname):
        raise BadEnvironment(f"FANGZHI_PROXY is {proxy!r}; write it as http://HOST:PORT")
    portals = environ.get("FANGZHI_PORTALS")
    env = Env(
        data=data,
        database=_database(environ.get("FANGZHI_DATABASE"), data),
        contact=(environ.get("FANGZHI_CONTACT") or "").strip(),
        delay=_number(environ, "FANGZHI_DELAY", DEFAULT_DELAY),
        proxy=proxy,
        private_hosts=frozenset((environ.get("FANGZHI_PRIVATE_HOSTS") or "").replace(",", " ").lower().split()),
        portals=Path(portals).expanduser().absolute() if portals else None,
        max_body=int(_number(environ, "FANGZHI_MAX_BODY", 32 * 1024 * 1024)),
        timeout=_number(environ, "FANGZHI_TIMEOUT", 60.0),
    )
    if env.delay < DEFAULT_DELAY and not env.on_loopback:
        raise BadEnvironment(
            f"FANGZHI_DELAY is {env.delay:g} s; below {DEFAULT_DELAY:g} s is only for portals simulated on this "
            "machine (FANGZHI_PROXY on loopback)"
        )
    return env


def _database(raw: str | None, data: Path) -> str:
    """The database address, its path made absolute: scheduled crawls run in another folder than the one that asked."""
    if not raw:
        return f"sqlite:///{data / 'archive.sqlite'}"
    prefix = "sqlite:///"
    if raw.startswith(prefix) and raw != prefix and not raw.startswith(f"{prefix}:"):
        return prefix + str(Path(raw.removeprefix(prefix)).expanduser().absolute())
    return raw


def _number(environ: Mapping[str, str], name: str, default: float) -> float:
    raw = environ.get(name)
    if not raw:
        return default
    try:
        value = float(raw)
    except ValueError:
        raise BadEnvironment(f"{name} is {raw!r}; write a number") from None
    if not 0 <= value < 1e12:
        raise BadEnvironment(f"{name} is {raw}; write a number from 0 up")
    return value
