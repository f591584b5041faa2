"""The ground truth of a crawl: every request that reached the proxy, and how many were open at once per host."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from io import TextIOBase
from pathlib import Path
from urllib.parse import urlsplit

from tests.replica.exchange import Hit, Request


class HitLog:
    """An append-only list of hits, optionally written to a JSON-lines file as it grows."""

    def __init__(self, file: Path | None = None) -> None:
        self.hits: list[Hit] = []
        self.peak: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._grown = threading.Condition(self._lock)
        self._file: TextIOBase | None = file.open("a", encoding="utf-8") if file else None

    def begin(self, request: Request) -> Hit:
        host = request.host
        with self._lock:
            self._open[host] += 1
            self.peak[host] = max(self.peak[host], self._open[host])
        return Hit(
            time=datetime.now(UTC).isoformat(timespec="milliseconds"),
            method=request.method,
            url=request.url,
            form=request.form,
            user_agent=request.headers.get("user-agent", ""),
            headers=dict(request.headers),
        )

    def end(self, hit: Hit) -> None:
        host = (urlsplit(hit.url).hostname or "").lower()
        with self._lock:
            self._open[host] -= 1
            self.hits.append(hit)
            self._grown.notify_all()
            if self._file:
                self._file.write(json.dumps(asdict(hit), ensure_ascii=False) + "\n")
                self._file.flush()

    def select(self, test: Callable[[Hit], bool]) -> list[Hit]:
        with self._lock:
            return [hit for hit in self.hits if test(hit)]

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until so many requests were answered; False when they are not within so many seconds."""
        with self._grown:
            return self._grown.wait_for(lambda: len(self.hits) >= count, seconds)

    def urls(self) -> list[str]:
        """Addresses asked for, in order, robots.txt included and the control endpoint left out."""
        return [hit.url for hit in self.select(lambda hit: "//replica.control/" not in hit.url)]

    def clear(self) -> None:
        """Forget what was seen so far: what follows is the next crawl."""
        with self._lock:
            self.hits.clear()
            self.peak.clear()

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
