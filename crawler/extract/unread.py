"""Why a file could not be read as a document: one exception per situation."""


class UnreadDocument(ValueError):
    """A file of a type that is not read here (a scan, a spreadsheet). It stays as evidence and counts as unread."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"{name or 'the file'} is of type {kind}, which is not read; the bytes are kept")
        self.kind = kind


class NotAFile(ValueError):
    """The portal sent a page in place of a file: a captcha, a login, an error. Ask again later, more slowly."""


class UnfoldsTooFar(ValueError):
    """A packed file would unfold beyond all measure: a zip bomb, or not a report. It stays as evidence, unread."""


class BrokenDocument(ValueError):
    """A file is damaged or cut off and cannot be read. Fetch it again; if it stays so, it is as the portal has it."""
