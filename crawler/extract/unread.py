"""Why a file could not be read as a document: one exception per situation."""


class UnreadDocument(ValueError):
    """A file of a type that is not read here (a scan without text recognition, a .rar, an encrypted file). It stays as
    evidence and counts as unread. `kind` says what it is."""

    def __init__(self, kind: str, name: str) -> None:
        if kind == "scan":
            words = "is a picture of a text, which is read only with the extra `ocr`; the bytes are kept"
        else:
            words = f"is of type {kind}, which is not read; the bytes are kept"
        super().__init__(f"{name or 'the file'} {words}")
        self.kind = kind


class NotAFile(ValueError):
    """The portal sent a page in place of a file: a captcha, a login, an error. Ask again later, more slowly."""


class UnfoldsTooFar(ValueError):
    """A packed file would unfold beyond all measure: a zip bomb, or not a report. It stays as evidence, unread."""


class BrokenDocument(ValueError):
    """A file is damaged or cut off and cannot be read. Fetch it again; if it stays so, it is as the portal has it."""
