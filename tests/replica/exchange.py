"""What a portal is asked and what it answers: plain values between the proxy and the dialects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from urllib.parse import parse_qsl, urlsplit

from tests.replica.moments import as_utc

HTML = "text/html"


@dataclass(frozen=True)
class Request:
    """One request as it reached the proxy. `url` is absolute, `form` the url-encoded pairs of a POST."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)) if self.body else {}


@dataclass(frozen=True)
class Response:
    """An answer. `stream` replaces `body` for bodies too large to hold; `chunked` sends it without telling its length.

    The transport fields are faults: `hang` never answers, `reset_after` cuts the connection after so many body bytes,
    `pause` waits that many seconds between pieces of `piece` bytes.
    """

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    stream: Iterator[bytes] | None = None
    length: int | None = None
    chunked: bool = False
    hang: bool = False
    reset_after: int | None = None
    pause: float = 0.0
    piece: int = 65536

    def header(self, name: str) -> str | None:
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None

    def with_header(self, name: str, value: str) -> "Response":
        kept = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))


@dataclass(frozen=True)
class Encoding:
    """How a portal writes text into bytes and what it says about it.

    `real` is what the bytes are in; `header` and `meta` are what the Content-Type header and the page's own meta tag
    claim (None: silent). The three disagree on real portals.
    """

    real: str = "utf-8"
    header: str | None = "utf-8"
    meta: str | None = "utf-8"

    def content_type(self, kind: str = HTML) -> str:
        return f"{kind};charset={self.header}" if self.header else kind

    @property
    def meta_tag(self) -> str:
        return f'<meta http-equiv="Content-Type" content="text/html; charset={self.meta}" />' if self.meta else ""

    def encode(self, text: str) -> bytes:
        return text.encode(self.real, "xmlcharrefreplace")


UTF8 = Encoding()
UTF8_SILENT = Encoding(header=None, meta=None)
GB2312 = Encoding(real="gb18030", header=None, meta="gb2312")
GBK_CALLED_UTF8 = Encoding(real="gb18030", header="utf-8", meta="utf-8")


def page(text: str, encoding: Encoding = UTF8, kind: str = HTML, status: int = 200) -> Response:
    """A text answer in the portal's encoding."""
    return Response(status, encoding.encode(text), (("Content-Type", encoding.content_type(kind)),))


def file(data: bytes, kind: str = "application/octet-stream", name: str | None = None) -> Response:
    """A file answer. With `name` the header carries it as raw UTF-8 bytes, the habit of download scripts."""
    headers = [("Content-Type", kind)]
    if name:
        headers.append(("Content-Disposition", f'attachment; filename="{name.encode().decode("latin-1")}"'))
    return Response(200, data, tuple(headers))


def redirect(url: str, status: int = 302) -> Response:
    return Response(status, b"", (("Location", url), ("Content-Type", HTML)))


def conditional(request: Request, answer: Response, etag: str | None, modified: float | None) -> Response:
    """`answer` with its validators, or 304 when the request already holds that state. `modified` is epoch seconds."""
    validators: list[tuple[str, str]] = []
    if etag:
        validators.append(("ETag", etag))
    stamp = format_datetime(as_utc(modified), usegmt=True) if modified is not None else None
    if stamp:
        validators.append(("Last-Modified", stamp))
    asked_tag, asked_time = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    same = (etag is not None and asked_tag == etag) if asked_tag else (stamp is not None and asked_time == stamp)
    if same and answer.status == 200:
        return Response(304, b"", tuple(validators))
    return replace(answer, headers=(*answer.headers, *validators))


@dataclass
class Hit:
    """One line of the ground truth: what was asked, by whom, and what went back."""

    time: str
    method: str
    url: str
    form: dict[str, str]
    user_agent: str
    headers: dict[str, str]
    status: int = 0
    bytes: int = 0
    complete: bool = False
    extra: dict[str, str] = field(default_factory=dict)
