"""Reading aside: a file may end its reader, by time, by memory or by a crash, and never the crawl."""

import os
import select
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from crawler.extract import aside
from crawler.extract.aside import read_aside, stop_readers
from crawler.extract.documents import BrokenDocument, read_document
from tests.replica.county import Paragraph
from tests.replica.pdf import make_pdf, pdf_of_objects

GOOD = make_pdf([Paragraph("石门镇报告。")])
ROOT = Path(__file__).resolve().parents[2]


def _page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R>>" % resources
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, *more])


def _stream(packed: bytes, entries: bytes = b"") -> bytes:
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream" % (len(packed), entries, packed)


def _ring() -> bytes:
    """A page that draws a form that draws itself ten times over."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    more = [
        _stream(zlib.compress(b"/X Do " * 10), form.replace(b"5 0 R", b"%d 0 R" % (6 + number))) for number in range(12)
    ]
    return _page(_stream(zlib.compress(b"/X Do")), b"/XObject<</X 5 0 R>>", *more)


def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return _page(_stream(b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()))


def test_a_file_that_would_never_end_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(aside.SECONDS, "pdf", 1)
    with pytest.raises(BrokenDocument, match="ended its reader: over 1 seconds"):
        read_document(_ring(), "报告.pdf")
    monkeypatch.undo()
    assert read_document(GOOD).text == "石门镇报告。"


def test_a_file_that_would_fill_the_memory_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(aside.MEMORY, "pdf", 300 << 20)
    with pytest.raises(BrokenDocument, match=r"memory|ended its reader"):
        read_document(_bomb(400), "报告.pdf")
    assert read_document(GOOD).text == "石门镇报告。"
    stop_readers()


def test_one_reader_serves_file_after_file_and_a_stopped_one_is_started_anew() -> None:
    read_aside("pdf", GOOD, "")
    [child] = [reader._child for memory, reader in aside._readers.items() if memory == aside.MEMORY["pdf"]]
    assert child is not None
    read_aside("pdf", GOOD, "")
    assert child.poll() is None
    stop_readers()
    assert child.poll() is not None
    assert read_document(GOOD).text == "石门镇报告。"


def test_a_reader_ends_when_the_crawl_is_killed() -> None:
    code = (
        "import sys, time; from crawler.extract import aside; aside.read_aside('pdf', sys.stdin.buffer.read(), '');"
        "print(next(iter(aside._readers.values()))._child.pid, flush=True); time.sleep(120)"
    )
    crawl = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert crawl.stdin is not None
    assert crawl.stdout is not None
    with crawl.stdin, crawl.stdout:
        crawl.stdin.write(GOOD)
        crawl.stdin.close()
        reader = os.pidfd_open(int(crawl.stdout.readline()))
        crawl.kill()
        crawl.wait()
        # A process handle is readable once its process has ended.
        ended, _, _ = select.select([reader], [], [], 30)
    os.close(reader)
    assert ended
