"""WARC 1.1 files (ISO 28500:2017): one per run, appended to and made durable record by record.

While its run lives a file is called `….warc.gz.open`; closing renames it. Every record is one gzip member, so a record
is read by offset and length alone, and a file torn by a crash is whole again after its last member. The stored payload
is the body after content-encoding, which is why Content-Encoding and Transfer-Encoding are kept under X-Archive-Orig-
names: with them in place every reader would try to decode the body a second time. Digests are `sha256:` and
hexadecimal, which `warcio check` verifies. Record ids are derived from file name and offset, so that a revisit can
name its original. Reading and mending these files is in `archive.warcread`.
"""

import contextlib
import errno
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from archive.errors import ArchiveUnwritable, DiskFull
from archive.values import Exchange

OPEN_SUFFIX = ".open"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_REWRITTEN = ("content-encoding", "transfer-encoding", "content-length")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Original:
    """The record that already holds a payload: what a revisit refers to."""

    file: str
    offset: int
    url: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: file name as the archive keeps it, offset and length in bytes of its gzip member."""

    file: str
    offset: int
    length: int


class WarcFile:
    """The open WARC file of one run. Not shared between threads or processes.

    `name` is the final name relative to `folder`, "tx.gov.cn/20261122T….warc.gz". The file appears with its first
    record; `info` are the fields of the warcinfo record it begins with.
    """

    def __init__(self, folder: Path, name: str, info: Mapping[str, str], now: datetime) -> None:
        self.name = name
        self._final = folder / name
        self._path = self._final.with_name(self._final.name + OPEN_SUFFIX)
        self._info, self._begun = dict(info), now
        self._handle: int | None = None
        self._end = 0

    def record_exchange(self, exchange: Exchange, digest: str | None, original: Original | None) -> Place:
        """Append response (or revisit of `original`) and request; both are on the disk when this returns.

        `digest` is that of the body. Raises DiskFull, ArchiveUnwritable; then the file is as it was before.
        """
        if self._handle is None:
            self._create()
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        self._add_response(writer, exchange, digest, original)
        place = Place(self.name, self._end, buffer.tell())
        self._add_request(writer, exchange, _record_id(self.name, self._end), self._end + buffer.tell())
        self._append(buffer.getvalue())
        return place

    def close(self) -> None:
        """Give the file its final name. Nothing happens when no record was ever written.

        Raises ArchiveUnwritable.
        """
        if self._handle is None:
            return
        try:
            # What a failed write may have left behind the last record would be read as a damaged one.
            os.ftruncate(self._handle, self._end)
            self.abandon()
            self._path.rename(self._final)
            sync_folder(self._final.parent)
        except OSError as error:
            raise _write_error(self._path, error) from error

    def abandon(self) -> None:
        """Let go of the file as a dying process would: it stays `.open` until it is repaired."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _create(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            sync_folder(self._path.parent)
        except OSError as error:
            raise _write_error(self._path, error) from error
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        record = writer.create_warcinfo_record(self._final.name, self._info)
        record.rec_headers.replace_header("WARC-Record-ID", _record_id(self.name, 0))
        record.rec_headers.replace_header("WARC-Date", _warc_date(self._begun))
        record.rec_headers.add_header("WARC-Block-Digest", _digest_field(_sha256(record.raw_stream.getvalue())))
        writer.write_record(record)
        try:
            self._append(buffer.getvalue())
        except (DiskFull, ArchiveUnwritable):
            self.abandon()
            self._path.unlink(missing_ok=True)
            raise

    def _append(self, data: bytes) -> None:
        assert self._handle is not None
        try:
            view, at = memoryview(data), self._end
            while view:
                written = os.pwrite(self._handle, view, at)
                view, at = view[written:], at + written
            os.fsync(self._handle)
        except OSError as error:
            # Where even this fails the next record is written over the torn one: every write has its place.
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, self._end)
            raise _write_error(self._path, error) from error
        self._end = at

    def _add_response(
        self, writer: WARCWriter, exchange: Exchange, digest: str | None, original: Original | None
    ) -> None:
        body = exchange.body or b""
        http = _response_headers(exchange, len(body))
        fields = self._fields(exchange, self._end)
        if exchange.outcome == "truncated":
            fields["WARC-Truncated"] = "unspecified"
        if original is not None:
            fields |= {
                "WARC-Profile": NOT_MODIFIED if exchange.status == HTTPStatus.NOT_MODIFIED else SAME_PAYLOAD,
                "WARC-Refers-To": _record_id(original.file, original.offset),
                "WARC-Refers-To-Target-URI": original.url,
                "WARC-Refers-To-Date": _warc_date(original.at),
                "WARC-Payload-Digest": _digest_field(original.digest),
            }
            self._write(writer, "revisit", exchange.url, fields, http, b"")
            return
        fields["WARC-Payload-Digest"] = _digest_field(digest or _sha256(body))
        self._write(writer, "response", exchange.url, fields, http, body)

    def _add_request(self, writer: WARCWriter, exchange: Exchange, response_id: str, offset: int) -> None:
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # What was meant for a forward proxy was never sent to the portal.
        headers = [(_line(n), _line(v)) for n, v in exchange.request_headers if not n.lower().startswith("proxy-")]
        if not any(name.lower() == "host" for name, _ in headers):
            headers.insert(0, ("Host", parts.netloc))
        form = exchange.form or b""
        http = StatusAndHeaders(f"{_line(exchange.method)} {_line(target)} HTTP/1.1", headers, is_http_request=True)
        fields = self._fields(exchange, offset) | {"WARC-Concurrent-To": response_id}
        fields["WARC-Payload-Digest"] = _digest_field(_sha256(form))
        self._write(writer, "request", exchange.url, fields, http, form)

    def _fields(self, exchange: Exchange, offset: int) -> dict[str, str]:
        fields = {
            "WARC-Record-ID": _record_id(self.name, offset),
            "WARC-Date": _warc_date(exchange.at),
            "WARC-Warcinfo-ID": _record_id(self.name, 0),
        }
        if exchange.ip:
            fields["WARC-IP-Address"] = exchange.ip
        return fields

    @staticmethod
    def _write(
        writer: WARCWriter, kind: str, url: str, fields: dict[str, str], http: StatusAndHeaders, payload: bytes
    ) -> None:
        http.compute_headers_buffer()
        fields["WARC-Block-Digest"] = _digest_field(_sha256(http.headers_buff + payload))
        record = writer.create_warc_record(
            _line(url), kind, payload=BytesIO(payload), length=len(payload), warc_headers_dict=fields, http_headers=http
        )
        writer.write_record(record)


def _response_headers(exchange: Exchange, length: int) -> StatusAndHeaders:
    status = exchange.status or 0
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    headers: list[tuple[str, str]] = []
    for name, value in exchange.headers:
        if name.lower() not in _REWRITTEN:
            headers.append((_line(name), _line(value)))
        elif name.lower() != "content-length" or value.strip() != str(length):
            headers.append((f"X-Archive-Orig-{_line(name)}", _line(value)))
    if exchange.body is not None:
        headers.append(("Content-Length", str(length)))
    return StatusAndHeaders(f"{status} {phrase}".rstrip(), headers, protocol="HTTP/1.1")


def _line(value: str) -> str:
    """A header value on one line: portals have been seen to send stray line ends, which would forge headers."""
    return " ".join(value.split("\n")).replace("\r", " ").replace("\0", " ").strip()


def _warc_date(moment: datetime) -> str:
    return str(datetime_to_iso_date(moment.astimezone(UTC).replace(tzinfo=None), use_micros=True))


def _record_id(file: str, offset: int) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{file}#{offset}')}>"


def _digest_field(digest: str) -> str:
    return f"sha256:{digest}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write_error(path: Path, error: OSError) -> DiskFull | ArchiveUnwritable:
    if error.errno in _NO_ROOM:
        return DiskFull(str(path))
    return ArchiveUnwritable(str(path), error.strerror or str(error))


def sync_folder(folder: Path) -> None:
    """Make new and changed names in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
