"""A forward proxy in asyncio that ends every request on this machine.

Plain requests come in absolute form; `CONNECT` is answered with TLS of our own, so https addresses work too. What to
answer is the caller's business.
"""

import asyncio
import gzip
import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import formatdate
from urllib.parse import urlsplit

from tests.replica.exchange import Request, Response
from tests.replica.hits import HitLog

_REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    412: "Precondition Failed",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    521: "Web Server Is Down",
}


class ProxyServer:
    """Listens on loopback. `known` says which hosts exist, `answer` what they say."""

    def __init__(
        self,
        answer: Callable[[Request], Response],
        known: Callable[[str], bool],
        log: HitLog,
        tls: ssl.SSLContext,
    ) -> None:
        self._answer, self._known, self._log, self._tls = answer, known, log, tls
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> int:
        """Begin to listen; the real port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port, limit=1 << 20)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
            pass  # the client went away or spoke nonsense; the next connection is another matter
        except asyncio.CancelledError:
            pass  # the proxy is closing; asyncio's own callback would log a re-raised cancellation
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tunnel: str | None = None
        while True:
            method, target, headers = _parse_head(await reader.readuntil(b"\r\n\r\n"))
            if method == "CONNECT":
                host = target.rpartition(":")[0].lower()
                if not self._known(host):
                    await self._refuse(writer, Request(method, f"https://{host}/", headers))
                    return
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await writer.drain()
                await writer.start_tls(self._tls)
                tunnel = host
                continue
            url = target if tunnel is None else f"https://{tunnel}{target}"
            body = await reader.readexactly(int(headers.get("content-length") or 0))
            request = Request(method, url, headers, body)
            if not self._known(request.host):
                await self._refuse(writer, request)
                return
            if not await self._exchange(writer, request):
                return

    async def _refuse(self, writer: asyncio.StreamWriter, request: Request) -> None:
        hit = self._log.begin(request)
        hit.status = 502
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        self._log.end(hit)
        writer.close()
        await writer.wait_closed()

    async def _exchange(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        """Answer one request; whether the connection may carry another."""
        hit = self._log.begin(request)
        try:
            response = self._answer(request)
            if response.hang:
                hit.extra["fault"] = "hang"
                await asyncio.Event().wait()
            response = _compressed(request, response)
            hit.status = response.status
            writer.write(_render_head(response))
            if request.method == "HEAD" or response.status == 304:
                await writer.drain()
                hit.complete = True
                return True
            for piece in _pieces(response):
                if response.reset_after is not None and hit.bytes + len(piece) >= response.reset_after:
                    writer.write(piece[: response.reset_after - hit.bytes])
                    await writer.drain()
                    hit.extra["fault"] = "reset"
                    _reset(writer)
                    return False
                writer.write(piece)
                await writer.drain()
                hit.bytes += len(piece)
                if response.pause:
                    await asyncio.sleep(response.pause)
            hit.complete = True
            return request.headers.get("connection", "").lower() != "close"
        finally:
            self._log.end(hit)


def _parse_head(raw: bytes) -> tuple[str, str, dict[str, str]]:
    first, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3:
        raise OSError(f"not a request line: {first[:80]!r}")
    method, target, _ = parts
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if method != "CONNECT" and not target.startswith("/") and not urlsplit(target).hostname:
        raise OSError(f"not an absolute address: {target[:80]!r}")
    return method, target, headers


def _compressed(request: Request, response: Response) -> Response:
    """The body under gzip where the portal marked it (`X-Replica-Gzip`) and the client asked for it."""
    if response.header("X-Replica-Gzip") is None:
        return response
    kept = tuple(pair for pair in response.headers if pair[0] != "X-Replica-Gzip")
    if response.status != 200 or "gzip" not in request.headers.get("accept-encoding", ""):
        return replace(response, headers=kept)
    packed = gzip.compress(response.body, 5, mtime=0)
    return replace(response, body=packed, headers=(*kept, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")))


def _render_head(response: Response) -> bytes:
    lines = [f"HTTP/1.1 {response.status} {_REASONS.get(response.status, 'Unknown')}"]
    lines.append(f"Date: {formatdate(usegmt=True)}")
    lines.extend(f"{name}: {value}" for name, value in response.headers)
    if response.chunked:
        lines.append("Transfer-Encoding: chunked")
    elif response.status != 304:
        length = response.length if response.length is not None else len(response.body)
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _pieces(response: Response) -> Iterator[bytes]:
    if response.stream is not None:
        if not response.chunked:
            yield from response.stream
            return
        for piece in response.stream:
            yield b"%x\r\n%s\r\n" % (len(piece), piece)
        yield b"0\r\n\r\n"
        return
    for start in range(0, len(response.body), response.piece):
        yield response.body[start : start + response.piece]


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close so that the peer sees a reset rather than an orderly end."""
    raw = writer.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
