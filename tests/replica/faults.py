"""What can go wrong on the way: challenges, redirects, broken bytes, slow and endless answers."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from tests.replica.exchange import Request, Response, page, redirect
from tests.replica.files import make_bomb
from tests.replica.switchboard import Rule

Answer = Callable[[], Response]

_JSL = (
    "<script>document.cookie=('_')+('_')+('jsl_clearance_s=1700000000.1|-1|replica');location.href=location.pathname"
    "+location.search</script>"
)
_RIVER = (
    '<!DOCTYPE html><html><head><meta charset="UTF-8"><script type="text/javascript">'
    '$_ts=window["$_ts"];if(!$_ts)$_ts={};'
    '$_ts.nsd=10001;$_ts.cd="qReplicaReplicaReplica";</script></head><body></body></html>'
)
_WZWS = (
    '<html><head><meta charset="utf-8"><script type="text/javascript">var wzwstemplate="UmVwbGljYQ==";'
    'var wzwschallenge="UmVwbGljYQ==";var wzwsquestion="0";</script></head><body></body></html>'
)


def apply(rule: Rule, request: Request, answer: Answer, home: Answer) -> Response:
    """The answer with the rule's fault. `answer` is what the portal would have said, `home` its front page.

    Raises ValueError for an action that is not known.
    """
    fault = FAULTS.get(rule.action)
    if fault is None:
        raise ValueError(f"no fault is called {rule.action!r}; known: {', '.join(FAULTS)}")
    return fault(rule.options, request, answer, home)


def _hang(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    return Response(hang=True)


def _reset(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """Cut the connection after `after` bytes of the body (half of it when not said)."""
    whole = answer()
    return replace(whole, reset_after=int(options.get("after", len(whole.body) // 2)), piece=1024)


def _slow(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """`piece` bytes every `pause` seconds."""
    return replace(answer(), piece=int(options.get("piece", 64)), pause=float(options.get("pause", 0.5)))


def _gzip_unasked(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """Compressed and declared so, whether the client takes it or not; without the header when `silent`."""
    whole = _plain(answer())
    packed = replace(whole, body=gzip.compress(whole.body, mtime=0))
    return packed if options.get("silent") else packed.with_header("Content-Encoding", "gzip")


def _truncated_gzip(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    whole = _plain(answer())
    packed = gzip.compress(whole.body, mtime=0)
    return replace(whole, body=packed[: len(packed) // 2]).with_header("Content-Encoding", "gzip")


def _huge(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """A body of `megabytes` (200); `unannounced` sends it in chunks, without its length."""
    megabytes = int(options.get("megabytes", 200))

    def stream() -> Iterator[bytes]:
        block = b"<p>\xe6\xad\xa3\xe6\x96\x87</p>\n".ljust(64, b" ") * 16384
        for _ in range(megabytes):
            yield block

    kind, silent = (("Content-Type", "text/html;charset=utf-8"),), bool(options.get("unannounced"))
    return Response(200, b"", kind, stream(), None if silent else megabytes << 20, chunked=silent)


def _status(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    status = int(options.get("status", 500))
    return page(f"<html><body>{status}</body></html>", status=status)


def _challenge_521(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    return page(_JSL, status=521).with_header("Set-Cookie", "__jsluid_s=replica; max-age=31536000; path=/; HttpOnly")


def _challenge_412(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    return page(_RIVER, status=412)


def _challenge_wzws(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    return page(_WZWS)


def _soft_404(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """The front page with 200 in place of what was asked for."""
    return home()


def _error_page(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    return page(
        "<html><head><title>系统提示</title></head><body><h1>系统错误</h1><p>您访问的页面不存在</p></body></html>"
    )


def _redirect_loop(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """To itself, with a number that grows, so that no cache of seen addresses ends it."""
    parts = urlsplit(request.url)
    turn = int(request.query.get("turn", "0") or 0) + 1
    return redirect(f"{parts.scheme}://{parts.netloc}{parts.path}?turn={turn}")


def _redirect(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """To `to`; by default off the portal's hosts."""
    return redirect(str(options.get("to", "http://www.example.com/lottery.html")), int(options.get("status", 302)))


def _cookie_gate(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """302 to itself with a cookie until the cookie comes back: a jar passes, a client without one never does."""
    if "CT6T=replica" in request.headers.get("cookie", ""):
        return answer()
    return redirect(request.url).with_header("Set-Cookie", "CT6T=replica; path=/")


def _script_shell(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """A page that is only a jump by script."""
    return page(f"<html><script>location.replace('{options.get('to', './jbxx/')}')</script></html>")


def _refresh_shell(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """A page that is only a jump by meta refresh."""
    return page(f'<html><head><meta http-equiv="refresh" content="0;url={options.get("to", "./jbxx/")}"></head></html>')


def _redirect_private(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    return redirect(str(options.get("to", "http://169.254.169.254/latest/meta-data/")))


def _reload(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """Nothing but a script that loads the same address again."""
    return page(f"<html><script>location.href='{request.url}'</script></html>")


def _captcha(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """A form that asks for the letters in a picture, with 200."""
    form = '<form><img src="/captcha.jpg"><p>请输入验证码</p><input name="code"></form>'
    return page(f"<html><head><title>安全验证</title></head><body>{form}</body></html>")


def _permission(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    return page("<html><head><title>提示</title></head><body><p>您没有权限访问该内容。</p></body></html>")


def _own_lines(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """Markup of the portal's own inside the body container, `before` and `after` the text. `opens` is a regular
    expression for the container's tag; the first `closes` behind it (`</div>`) ends the container."""
    whole = answer()
    opened = re.compile(str(options["opens"]).encode()).search(whole.body)
    if opened is None:
        return whole
    try:
        whole.body.decode("utf-8")
        charset = "utf-8"
    except UnicodeDecodeError:
        charset = "gb18030"
    end = whole.body.index(str(options.get("closes", "</div>")).encode(), opened.end())
    head, tail = (str(options.get(name, "")).encode(charset) for name in ("before", "after"))
    body = whole.body
    return replace(whole, body=body[: opened.end()] + head + body[opened.end() : end] + tail + body[end:])


def _spliced(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """The page with advertising words spliced into its sentences, as copies on hijacked domains have them."""
    whole = _plain(answer())
    body = whole.body
    for mark, word in (("政府信息", "百家乐"), ("公开", "老虎机"), ("年", "六合彩")):
        for charset in ("utf-8", "gb18030"):
            found = mark.encode(charset)
            body = body.replace(found, found + word.encode(charset), 40)
    return replace(whole, body=body)


def _misread(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """The page as a content system stores it that read UTF-8 as GBK: whole bytes, none of them what was meant."""
    whole = _plain(answer())
    try:
        text = whole.body.decode("utf-8")
    except UnicodeDecodeError:
        text = whole.body.decode("gb18030", "replace")
    start, end = text.find("<body"), text.rfind("</body>")
    inner = re.sub("[^\x00-\x7f]+", lambda found: found[0].encode().decode("gb18030", "replace"), text[start:end])
    kind = (whole.header("Content-Type") or "text/html").partition(";")[0]
    mixed = (text[:start] + inner + text[end:]).encode()
    return replace(whole, body=mixed).with_header("Content-Type", f"{kind};charset=utf-8")


def _wrong_charset(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    """The bytes in the other encoding, the label as if nothing had happened: GBK called UTF-8, or UTF-8 called GBK."""
    whole = _plain(answer())
    try:
        text, label, real = whole.body.decode("utf-8"), "utf-8", "gb18030"
    except UnicodeDecodeError:
        text, label, real = whole.body.decode("gb18030", "replace"), "gb2312", "utf-8"
    kind = (whole.header("Content-Type") or "text/html").partition(";")[0]
    return replace(whole, body=text.encode(real, "replace")).with_header("Content-Type", f"{kind};charset={label}")


def _zip_bomb(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Response(200, make_bomb(int(options.get("megabytes", 300))), (("Content-Type", kind),))


def _empty_body(options: dict[str, Any], request: Request, answer: Answer, home: Answer) -> Response:
    return replace(_plain(answer()), body=b"")


def _plain(response: Response) -> Response:
    """Without the mark that lets the proxy compress it a second time, and without validators that would hide it."""
    dropped = {"x-replica-gzip", "etag", "last-modified"}
    return replace(response, headers=tuple(pair for pair in response.headers if pair[0].lower() not in dropped))


FAULTS: dict[str, Callable[[dict[str, Any], Request, Answer, Answer], Response]] = {
    "hang": _hang,
    "reset": _reset,
    "slow": _slow,
    "gzip_unasked": _gzip_unasked,
    "truncated_gzip": _truncated_gzip,
    "huge": _huge,
    "status": _status,
    "challenge_521": _challenge_521,
    "challenge_412": _challenge_412,
    "challenge_wzws": _challenge_wzws,
    "soft_404": _soft_404,
    "error_page": _error_page,
    "redirect_loop": _redirect_loop,
    "redirect": _redirect,
    "redirect_private": _redirect_private,
    "cookie_gate": _cookie_gate,
    "script_shell": _script_shell,
    "refresh_shell": _refresh_shell,
    "reload": _reload,
    "captcha": _captcha,
    "permission": _permission,
    "own_lines": _own_lines,
    "spliced": _spliced,
    "misread": _misread,
    "wrong_charset": _wrong_charset,
    "zip_bomb": _zip_bomb,
    "empty_body": _empty_body,
}
