"""Content-encoding is undone exactly, or said not to be."""

import gzip
import zlib

import pytest

from crawler.content import decode_content

TEXT = "政府信息公开工作年度报告".encode() * 200
RAW_DEFLATE = zlib.compressobj(9, zlib.DEFLATED, -15)
RAW = RAW_DEFLATE.compress(TEXT) + RAW_DEFLATE.flush()


@pytest.mark.parametrize(
    ("body", "encodings", "problem"),
    [
        pytest.param(TEXT, [], None, id="nothing to undo"),
        pytest.param(TEXT, ["identity"], None, id="identity"),
        pytest.param(gzip.compress(TEXT), ["gzip"], None, id="gzip"),
        pytest.param(gzip.compress(TEXT), ["X-GZIP"], None, id="old name, other case"),
        pytest.param(gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:]), ["gzip"], None, id="two members"),
        pytest.param(gzip.compress(TEXT) + b"\0" * 20, ["gzip"], None, id="zero padding after the end"),
        pytest.param(zlib.compress(TEXT), ["deflate"], None, id="deflate as the standard has it"),
        pytest.param(RAW, ["deflate"], None, id="deflate as some servers have it"),
        pytest.param(gzip.compress(zlib.compress(TEXT)), ["deflate, gzip"], None, id="two encodings in one header"),
        pytest.param(gzip.compress(TEXT), [], None, id="gzip nobody announced"),
    ],
)
def test_whole_bodies_come_back_exactly(body: bytes, encodings: list[str], problem: str | None) -> None:
    payload = decode_content(body, encodings, 10_000_000, sniff_gzip=True)
    assert (payload.body, payload.problem) == (TEXT, problem)


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_torn_stream_is_called_torn_and_keeps_what_could_be_read(cut: int) -> None:
    payload = decode_content(gzip.compress(TEXT)[:-cut], ["gzip"], 10_000_000)
    assert payload.problem == "torn"
    assert TEXT.startswith(payload.body)


def test_rubbish_announced_as_gzip_is_torn() -> None:
    assert decode_content(b"<html>not gzip</html>", ["gzip"], 1000).problem == "torn"


def test_nothing_unfolds_past_the_limit() -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    payload = decode_content(bomb, ["gzip, gzip"], 1_000_000)
    assert payload.problem == "too_large"
    assert len(payload.body) <= 1_000_000


def test_an_encoding_we_never_asked_for_is_kept_as_it_came() -> None:
    payload = decode_content(b"\x8b\x00\x80", ["br"], 1000)
    assert (payload.body, payload.problem) == (b"\x8b\x00\x80", "unknown_encoding")


def test_a_gzip_attachment_is_not_unpacked_behind_its_back() -> None:
    body = gzip.compress(TEXT)
    assert decode_content(body, [], 10_000_000, sniff_gzip=False).body == body
