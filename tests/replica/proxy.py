"""Running counties: the proxy in a thread of this process, its script, its log and its truth in hand.

with running_county("tx.gov.cn", texts=DEFAULT_TEXTS) as replica:
    environ.update(replica.environment(tmp_path))
    ...
    replica.script.change_digit("tx.gov.cn/石门镇/2017")
    assert replica.truth() and replica.log.urls()
"""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.replica.certificate import make_certificate, server_context
from tests.replica.counties import COUNTIES, CountyReplica, Scale, build_county
from tests.replica.county import ReportTruth
from tests.replica.exchange import Request, Response, page
from tests.replica.faults import apply
from tests.replica.hits import HitLog
from tests.replica.portals.portal import Portal
from tests.replica.script import Script
from tests.replica.server import ProxyServer
from tests.replica.switchboard import Switchboard

#: Asking the proxy for this host reaches the replica itself, not a portal.
CONTROL = "replica.control"


class Replica:
    """Counties behind one proxy. `counties` are by bare host; `certificate` is the PEM every https host shows."""

    def __init__(
        self,
        hosts: tuple[str, ...] = COUNTIES,
        scale: Scale = "small",
        seed: int = 1,
        texts: Path | None = None,
        log: Path | None = None,
    ) -> None:
        switch, self._lock = Switchboard(), threading.RLock()
        self.counties: dict[str, CountyReplica] = {
            host: build_county(host, scale, seed, texts, switch) for host in hosts
        }
        self.switch = switch
        self.script = Script(self.counties, switch, self._lock, seed)
        self.log = HitLog(log)
        self.port = 0
        self._portals: dict[str, Portal] = {
            host: county.portal for county in self.counties.values() for host in county.portal.hosts
        }
        self.certificate, key = make_certificate(self._portals)
        self._server = ProxyServer(self.answer, self._known, self.log, server_context(self.certificate, key))

    @property
    def proxy(self) -> str:
        """The proxy's address, as FANGZHI_PROXY and urllib want it."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self, data: Path, contact: str = "replica") -> dict[str, str]:
        """FANGZHI_* variables for a crawl of these counties into `data`."""
        return {
            "FANGZHI_DATA": str(data),
            "FANGZHI_PROXY": self.proxy,
            "FANGZHI_DELAY": "0",
            "FANGZHI_CONTACT": contact,
        }

    def truth(self, host: str | None = None) -> list[ReportTruth]:
        """The reports a perfect crawl finds now, of one county or of all."""
        with self._lock:
            return [
                report for name, county in self.counties.items() if host in (None, name) for report in county.truth()
            ]

    async def start(self, port: int = 0) -> None:
        self.port = await self._server.start(port)

    async def close(self) -> None:
        await self._server.close()
        self.log.close()

    def answer(self, request: Request) -> Response:
        """What a portal, the control endpoint or a fault in force says."""
        if request.host == CONTROL:
            return self._control(request)
        portal = self._portals[request.host]
        with self._lock:
            rule = self.switch.take(request.url)
            if rule is None:
                return portal.respond(request)
            return apply(rule, request, lambda: portal.respond(request), portal.home)

    def _known(self, host: str) -> bool:
        return host == CONTROL or host in self._portals

    def _control(self, request: Request) -> Response:
        """GET /truth, /log, /peak, /certificate; POST /<script method> with its arguments as a JSON object."""
        name = request.path.strip("/")
        try:
            if request.method == "GET":
                return _json(self._look(name))
            command = getattr(self.script, name, None) if not name.startswith("_") else None
            if command is None:
                return _json({"error": f"no command is called {name!r}"}, 404)
            return _json(command(**json.loads(request.body or b"{}")))
        except (LookupError, TypeError, ValueError) as error:
            return _json({"error": str(error)}, 400)

    def _look(self, name: str) -> Any:
        if name == "truth":
            return [asdict(report) for report in self.truth()]
        if name == "log":
            return [asdict(hit) for hit in self.log.select(lambda hit: f"//{CONTROL}/" not in hit.url)]
        if name == "peak":
            return dict(self.log.peak)
        if name == "certificate":
            return self.certificate.decode()
        raise LookupError(f"nothing to see at /{name}: truth, log, peak, certificate")


def _json(value: Any, status: int = 200) -> Response:
    return page(json.dumps(value, ensure_ascii=False), kind="application/json", status=status)


@contextmanager
def running_county(
    *hosts: str,
    scale: Scale = "small",
    seed: int = 1,
    texts: Path | None = None,
    log: Path | None = None,
) -> Iterator[Replica]:
    """Counties (all five without `hosts`) behind a proxy on a free port, until the block ends."""
    replica = Replica(hosts or COUNTIES, scale, seed, texts, log)
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(replica.start())
        loop.call_soon(ready.set)
        loop.run_forever()
        loop.run_until_complete(replica.close())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    thread = threading.Thread(target=run, name="replica", daemon=True)
    thread.start()
    if not ready.wait(30):
        raise RuntimeError("the replica's proxy did not start within 30 s")
    try:
        yield replica
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
