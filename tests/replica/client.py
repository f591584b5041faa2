"""A plain urllib client through the proxy: what the replica's own tests look with. Follows no redirect."""

import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode

from tests.replica.proxy import Replica


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body in the encoding its bytes prove: UTF-8, else GB18030."""
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError:
            return self.body.decode("gb18030")


class Client:
    """Checks the certificate of every https host against the replica's own."""

    def __init__(self, replica: Replica) -> None:
        context = ssl.create_default_context(cadata=replica.certificate.decode())
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({"http": replica.proxy, "https": replica.proxy}),
            urllib.request.HTTPSHandler(context=context),
            _Stay(),
        )

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._open(urllib.request.Request(url, headers=dict(headers or {})))

    def post(self, url: str, form: Mapping[str, str] | bytes, headers: Mapping[str, str] | None = None) -> Answer:
        data = form if isinstance(form, bytes) else urlencode(form).encode()
        return self._open(urllib.request.Request(url, data=data, headers=dict(headers or {}), method="POST"))

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())
