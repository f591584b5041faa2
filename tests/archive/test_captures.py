"""Looks as recorded: WARC files that other tools verify and replay, rows that lead to the bytes."""

import gzip
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive.database import make_reader, reading
from archive.errors import DamagedPayload, NoSuchPayload, NoSuchRun
from archive.models import Blob, Capture, Run
from archive.record import Record
from archive.values import CaptureOutcome, CaptureRef, Exchange
from tests.archive.fresh import database_url, fresh_record

NOW = datetime(2026, 11, 22, 2, 15, 0, 123456, tzinfo=UTC)
SITE = "tx.gov.cn"
PAGE = "http://www.tx.gov.cn/col/col1/art_1.html?a=%E5%B9%B4"
BODY = "<html>石门镇</html>".encode("gb18030") * 300


class Desk:
    """A record with a run open, and the means to look at what it wrote."""

    def __init__(self, data: Path) -> None:
        self.data, self.url = data, database_url(data)
        self.record = Record.open(self.url, data) if (data / "archive.sqlite").exists() else fresh_record(data)
        self.now = NOW
        self.run_id = self.record.open_run(SITE, "manual", {}, NOW, "archive@example.org")

    def look(
        self,
        body: bytes | None = BODY,
        *,
        url: str = PAGE,
        status: int | None = 200,
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=gb2312"),),
        outcome: CaptureOutcome = "ok",
        form: bytes | None = None,
        ip: str | None = "127.0.0.1",
    ) -> CaptureRef:
        self.now += timedelta(seconds=2)
        asked = (("User-Agent", "Fangzhi/0.1.0"), ("Proxy-Authorization", "secret"))
        method = "GET" if form is None else "POST"
        return self.record.record_exchange(
            self.run_id,
            SITE,
            Exchange(url, method, "article", self.now, status, headers, body, asked, form, ip, outcome, ("why",)),
        )

    def next_run(self) -> None:
        self.record.close_run(self.run_id, "complete", None, {}, self.now)
        self.now += timedelta(hours=24)
        self.run_id = self.record.open_run(SITE, "nightly", {}, self.now, "archive@example.org")

    def files(self) -> list[Path]:
        return sorted((self.data / "warc").rglob("*.warc.gz*"))

    def rows(self, table: Any) -> list[Any]:
        engine = make_reader(self.url)
        with reading(engine) as session:
            found = list(session.scalars(select(table)))
        engine.dispose()
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.record.close()


class Inputs:
    verbose = True

    def __init__(self, files: list[Path]) -> None:
        self.inputs = [str(file) for file in files]


def check(files: list[Path], capsys: pytest.CaptureFixture[str]) -> str:
    """What `warcio check -v` prints about the files; fails when it finds anything wrong."""
    assert Checker(Inputs(files)).process_all() == 0, capsys.readouterr().out
    return capsys.readouterr().out


def records(file: Path) -> list[tuple[str, Any, Any, bytes]]:
    with file.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read())
            for record in ArchiveIterator(stream)
        ]


def test_a_run_writes_one_file_under_its_site(desk: Desk) -> None:
    desk.look()
    assert [file.relative_to(desk.data) for file in desk.files()] == [Path("warc", SITE, f"{desk.run_id}.warc.gz.open")]
    desk.next_run()
    (file,) = desk.files()
    assert file.name.endswith("Z-tx.gov.cn-" + file.name[-12:-8] + ".warc.gz")
    assert desk.rows(Run)[0].warc_file == f"{SITE}/{file.name}"


def test_a_run_without_a_look_leaves_no_file(desk: Desk) -> None:
    desk.next_run()
    assert desk.files() == []
    assert desk.rows(Run)[0].warc_file is None


def test_file_passes_warcio_check_and_replays_the_bodies(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.look()
    desk.look(b"", url=PAGE + "&empty", status=404, outcome="gone")
    desk.look(b"{}", url=PAGE + "&post", form=b"page=2&name=%E9%95%87")
    desk.look(b"\x00\xff" * 40_000, url=PAGE + "&binary", headers=())
    desk.next_run()
    said = check(desk.files(), capsys)
    assert said.count("digest pass") == 9
    (file,) = desk.files()
    found = [(kind, headers.get_header("WARC-Target-URI"), body) for kind, headers, _, body in records(file)]
    assert [kind for kind, _, _ in found] == ["warcinfo", *["response", "request"] * 4]
    assert {url: body for kind, url, body in found if kind == "response"} == {
        PAGE: BODY,
        PAGE + "&empty": b"",
        PAGE + "&post": b"{}",
        PAGE + "&binary": b"\x00\xff" * 40_000,
    }
    assert [body for kind, _, body in found if kind == "request"][2] == b"page=2&name=%E9%95%87"


def test_warcinfo_says_who_wrote_it_and_how_it_behaves(desk: Desk) -> None:
    desk.look()
    kind, headers, _, body = records(desk.files()[0])[0]
    assert (kind, headers.protocol) == ("warcinfo", "WARC/1.1")
    said = dict(line.split(": ", 1) for line in body.decode().splitlines())
    assert said["software"] == "Fangzhi/0.1.0"
    assert said["format"] == "WARC File Format 1.1"
    assert said["robots"] == "obey"
    assert said["operator"] == "archive@example.org"


def test_response_and_request_fields(desk: Desk) -> None:
    desk.look()
    _, (_, response, http, _), (_, request, asked, _) = records(desk.files()[0])
    assert response.get_header("WARC-Payload-Digest") == f"sha256:{hashlib.sha256(BODY).hexdigest()}"
    assert response.get_header("WARC-Date") == "2026-11-22T02:15:02.123456Z"
    assert response.get_header("WARC-IP-Address") == "127.0.0.1"
    assert request.get_header("WARC-Concurrent-To") == response.get_header("WARC-Record-ID")
    assert http.get_statuscode() == "200"
    assert asked.protocol == "GET"
    assert asked.statusline == "/col/col1/art_1.html?a=%E5%B9%B4 HTTP/1.1"
    assert asked.get_header("Host") == "www.tx.gov.cn"
    assert asked.get_header("Proxy-Authorization") is None


def test_encodings_already_removed_are_set_aside(desk: Desk) -> None:
    headers = (
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("content-length", "99"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2\r\nX-Forged: yes"),
    )
    desk.look(headers=headers)
    _, _, http, body = records(desk.files()[0])[1]
    assert body == BODY
    assert http.headers == [
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Archive-Orig-content-length", "99"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2  X-Forged: yes"),
        ("Content-Length", str(len(BODY))),
    ]


def test_known_payload_becomes_a_revisit_of_its_first_record(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    first = desk.look()
    desk.next_run()
    again = desk.look(url=PAGE + "&mirror")
    assert (first.new_bytes, again.new_bytes, again.digest) == (True, False, first.digest)
    desk.next_run()
    one, two = sorted(desk.files(), key=lambda file: file.name)
    original = records(one)[1][1]
    kind, headers, http, body = records(two)[1]
    assert (kind, body) == ("revisit", b"")
    assert headers.get_header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert headers.get_header("WARC-Refers-To") == original.get_header("WARC-Record-ID")
    assert headers.get_header("WARC-Refers-To-Target-URI") == PAGE
    assert headers.get_header("WARC-Refers-To-Date") == original.get_header("WARC-Date")
    assert headers.get_header("WARC-Payload-Digest") == original.get_header("WARC-Payload-Digest")
    assert http.get_statuscode() == "200"
    assert len(desk.rows(Blob)) == 1
    check([one, two], capsys)


def test_empty_bodies_are_never_revisits(desk: Desk) -> None:
    desk.look(b"", status=302, outcome="redirected")
    desk.look(b"", url=PAGE + "&b", status=302, outcome="redirected")
    assert [kind for kind, *_ in records(desk.files()[0])] == ["warcinfo", "response", "request", "response", "request"]


def test_not_modified_vouches_for_the_bytes_before(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    first = desk.look()
    kept = desk.look(None, status=304, outcome="unchanged")
    assert (kept.digest, kept.new_bytes) == (first.digest, False)
    kind, headers, http, _ = records(desk.files()[0])[3]
    assert kind == "revisit"
    assert headers.get_header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert headers.get_header("WARC-Refers-To-Target-URI") == PAGE
    assert http.get_statuscode() == "304"
    assert desk.rows(Capture)[1].size is None
    check(desk.files(), capsys)


def test_not_modified_of_something_never_seen_is_kept_as_it_came(desk: Desk) -> None:
    assert desk.look(None, status=304, outcome="error").digest is None
    assert records(desk.files()[0])[1][0] == "response"
    assert desk.rows(Blob) == []


def test_same_bytes_as_last_time_are_unchanged(desk: Desk) -> None:
    desk.look()
    desk.look()
    desk.look(b"changed")
    desk.look()
    desk.look(outcome="soft_404")
    assert [row.outcome for row in desk.rows(Capture)] == ["ok", "unchanged", "ok", "ok", "soft_404"]


def test_form_is_part_of_what_was_asked(desk: Desk) -> None:
    desk.look(form=b"page=1")
    desk.look(form=b"page=2")
    first, second = desk.rows(Capture)
    assert first.form_digest != second.form_digest
    assert [first.outcome, second.outcome] == ["ok", "ok"], "the look before was another question"


def test_capture_row_holds_what_was_seen(desk: Desk) -> None:
    desk.look(headers=(("Content-Type", "Text/HTML; charset=gb2312"), ("ETag", '"x"'), ("Via", "a"), ("Via", "b")))
    (row,) = desk.rows(Capture)
    assert (row.status, row.outcome, row.reasons, row.size) == (200, "ok", ["why"], len(BODY))
    assert (row.media_type, row.at) == ("text/html", desk.now)
    assert row.headers == {"content-type": "Text/HTML; charset=gb2312", "etag": '"x"', "via": "a, b"}


@pytest.mark.parametrize("outcome", ["error", "not_fetched", "refused_robots"])
def test_a_look_that_brought_nothing_is_a_row_without_a_record(desk: Desk, outcome: CaptureOutcome) -> None:
    assert desk.look(None, status=None, outcome=outcome).digest is None
    assert desk.files() == []
    (row,) = desk.rows(Capture)
    assert (row.outcome, row.warc_file, row.digest) == (outcome, None, None)


def test_truncated_response_says_so(desk: Desk) -> None:
    desk.look(outcome="truncated")
    assert records(desk.files()[0])[1][1].get_header("WARC-Truncated") == "unspecified"


def test_payload_loads_while_the_file_is_open_and_after(desk: Desk) -> None:
    digest = desk.look().digest
    assert digest is not None
    assert desk.record.load_payload(digest) == BODY
    desk.next_run()
    assert desk.record.load_payload(digest) == BODY


def test_unknown_digest(desk: Desk) -> None:
    with pytest.raises(NoSuchPayload, match="0000"):
        desk.record.load_payload("0" * 64)


def test_missing_file_is_named(desk: Desk) -> None:
    digest = desk.look().digest
    desk.next_run()
    desk.files()[0].unlink()
    with pytest.raises(DamagedPayload, match=r"tx\.gov\.cn/.*the file is missing"):
        desk.record.load_payload(digest or "")


def test_any_flipped_byte_of_a_record_is_found(desk: Desk) -> None:
    digest = desk.look(b"evidence " * 40).digest
    desk.next_run()
    (blob,) = desk.rows(Blob)
    (file,) = desk.files()
    whole = file.read_bytes()
    # Some bits of a gzip header say nothing about the content (its time, its operating system).
    idle = {blob.warc_offset + place for place in (4, 5, 6, 7, 8, 9)}
    unharmed: dict[int, bytes] = {}
    for place in set(range(blob.warc_offset, blob.warc_offset + blob.warc_length)) - idle:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            unharmed[place] = desk.record.load_payload(digest or "")
        except DamagedPayload:
            pass
    file.write_bytes(whole)
    # The last byte of the deflate stream may end in bits that mean nothing; a flip there changes no content.
    trailer = 8
    padding = blob.warc_offset + blob.warc_length - trailer - 1
    assert set(unharmed.values()) <= {b"evidence " * 40}
    assert set(unharmed) <= {padding}


def test_recording_needs_a_running_run(desk: Desk) -> None:
    desk.record.close_run(desk.run_id, "complete", None, {}, desk.now)
    with pytest.raises(NoSuchRun):
        desk.look()


FULL_DISK = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from archive.errors import DiskFull
from archive.record import Record
from archive.values import Exchange
import random
now = datetime(2026, 11, 22, tzinfo=UTC)
data = Path(sys.argv[1])
record = Record.open(f"sqlite:///{data / 'archive.sqlite'}", data)
run = record.open_run("tx.gov.cn", "manual", {}, now, "")
noise = random.Random(1).randbytes
def look(size, url):
    return record.record_exchange(run, "tx.gov.cn", Exchange(url, "GET", "article", now, 200, (), noise(size)))
look(1000, "http://www.tx.gov.cn/1")
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
try:
    look(500_000, "http://www.tx.gov.cn/2")
except DiskFull as error:
    print("full:", error)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
look(2000, "http://www.tx.gov.cn/3")
record.close_run(run, "complete", None, {}, now)
record.close()
"""


def test_full_disk_takes_the_record_back_and_the_file_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("full: no space left while writing")
    desk = Desk(tmp_path)
    assert [row.url[-1] for row in desk.rows(Capture)] == ["1", "3"]
    assert [kind for kind, *_ in records(desk.files()[0])] == ["warcinfo", *["response", "request"] * 2]
    check(desk.files(), capsys)
    for blob in desk.rows(Blob):
        assert len(desk.record.load_payload(blob.digest)) == blob.size
    desk.record.close()


def test_every_record_is_one_gzip_member(desk: Desk) -> None:
    desk.look()
    (blob,) = desk.rows(Blob)
    member = desk.files()[0].read_bytes()[blob.warc_offset : blob.warc_offset + blob.warc_length]
    assert gzip.decompress(member).startswith(b"WARC/1.1\r\n")
