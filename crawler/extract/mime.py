"""A web page saved in one file (.mht), as Word does under a .doc name: the page inside its MIME envelope."""

from email import message_from_bytes, policy
from email.errors import MessageError

from crawler.extract.charset import decode
from crawler.extract.unread import BrokenDocument

_MOST_PARTS = 400


def html_of_mime(body: bytes, name: str = "") -> str:
    """The markup of the first page in a MIME file. Raises BrokenDocument where there is none."""
    try:
        message = message_from_bytes(body, policy=policy.compat32)
        for number, part in enumerate(message.walk()):
            if number > _MOST_PARTS:
                break
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    charset = part.get_content_charset()
                    return decode(payload, f"text/html; charset={charset}" if charset else None).text
    except (MessageError, LookupError, ValueError, RecursionError) as error:
        raise BrokenDocument(f"{name or 'the file'} is a MIME file that cannot be read: {error}") from None
    raise BrokenDocument(f"{name or 'the file'} is a MIME file without a page in it")
