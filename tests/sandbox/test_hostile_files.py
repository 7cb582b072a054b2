"""What comes out of a hostile file is pixels or a list; what cannot be made is said."""

import gzip
import hashlib
import io
import json
import subprocess

import pytest
from PIL import Image
from sandbox import hostile

from hrd_report.media import kinds
from hrd_report.sandbox import deriving, jail
from hrd_report.sandbox.frames import End, Frame, Line, Pixels


def derived(data: bytes, reader: str = "") -> tuple[list[Pixels], list[Line], End]:
    reader = reader or deriving.reader_for(kinds.detect(data[: kinds.NEEDED]), data[:4096])
    with jail.memory([data]) as handle:
        found: list[Frame] = list(deriving.derive(handle, reader))
    assert isinstance(found[-1], End)
    pixels = [one for one in found if isinstance(one, Pixels)]
    return pixels, [one for one in found if isinstance(one, Line)], found[-1]


def test_a_picture_of_forty_thousand_by_forty_thousand_is_not_drawn():
    pixels, _, end = derived(hostile.wall())
    assert (pixels, end.problems) == ([], ("too_many_pixels",))


def test_a_paper_of_three_hundred_pages_with_a_bomb_is_drawn_around_the_bomb():
    pixels, _, end = derived(hostile.paper(300, {2: hostile.zeros(1500)}))
    assert (end.whole, end.problems) == (300, ("more_pages", "pages_missing"))
    assert len([one for one in pixels if not one.grey]) == 49
    assert {(one.width, one.height) for one in pixels[1:]} <= {(208, 208), (209, 209)}


def test_of_two_things_at_once_only_pixels_come_out():
    (grey, drawn), _, end = derived(hostile.polyglot())
    assert end.problems == ()
    assert grey.grey
    assert max(grey.width, grey.height) == 160
    assert len(drawn.raw) == drawn.width * drawn.height * 3
    assert hostile.HIDDEN not in drawn.raw
    assert len(set(drawn.raw[::3])) <= 2  # red, and red as JPEG has it


def test_an_svg_has_no_reader_however_it_is_called():
    svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    assert deriving.reader_for(kinds.detect(svg), svg) == ""
    assert deriving.is_drawing(svg)
    assert derived(svg, "image/png")[2].problems == ("unreadable",)


def test_a_picture_that_is_cut_is_said_to_be_unreadable():
    assert derived(hostile.photo()[:300])[2].problems == ("unreadable",)


def test_a_heic_is_said_to_have_no_reader_and_an_avif_is_drawn():
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
    assert derived(heic)[2].problems == ("no_reader",)
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "AVIF")
    (_, drawn), _, _ = derived(out.getvalue())
    assert (drawn.width, drawn.height) == (64, 48)


def test_an_archive_is_listed_and_its_bomb_is_named():
    packed = hostile.packed({"../../etc/passwd": b"x", "bomb": bytes(10_000_000)})
    _, lines, end = derived(packed)
    assert [(one.name, one.what) for one in lines] == [
        ("../../etc/passwd", "file"),
        ("bomb", "bomb"),
    ]
    assert end.whole == 2


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "a.mp4"
    test_card = ("-f", "lavfi", "-i", "testsrc=duration=3:size=320x180:rate=10", "-pix_fmt")
    subprocess.run(["ffmpeg", "-v", "quiet", *test_card, "yuv420p", path], check=True)
    return path.read_bytes()


def test_a_film_becomes_one_sheet_of_stills(film: bytes):
    (_, sheet), _, end = derived(film)
    assert (sheet.width, sheet.height) == (1920, 1080)
    assert end == End(3, ())


def record(kind: str, uri: str, block: bytes, digest: str = "") -> bytes:
    stated = f"WARC-Block-Digest: {digest}\r\n" if digest else ""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n{stated}"
        f"WARC-Date: 2026-11-17T08:40:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


SHA1 = "sha1:RRQZQZ3OHLXMCV2BGSY2UGOJRTUWXXVT"
PAGE = b"HTTP/1.1 200 OK\r\n\r\n<p>words</p>"


def right(block: bytes) -> str:
    return f"sha256:{hashlib.sha256(block).hexdigest()}"


def test_a_web_archive_is_listed_and_its_hashes_are_checked():
    asked = record("request", "https://a.example/1", b"GET / HTTP/1.1\r\nCookie: me\r\n\r\n")
    warc = b"".join(
        gzip.compress(one)
        for one in (
            record("response", "https://a.example/1", PAGE, right(PAGE)),
            record("response", "https://a.example/2", PAGE, SHA1),
            asked,
        )
    )
    stated = {"path": "archive/a.warc.gz", "hash": f"sha256:{hashlib.sha256(warc).hexdigest()}"}
    false = {"path": "pages/pages.jsonl", "hash": f"sha256:{'0' * 64}"}
    package = json.dumps({"resources": [stated, false, {"path": "gone", "hash": ""}]})
    wacz = hostile.packed(
        {
            "datapackage.json": package.encode(),
            "archive/a.warc.gz": warc,
            "pages/pages.jsonl": b"{}",
        }
    )
    _, lines, end = derived(wacz)
    assert [(one.what, one.name) for one in lines] == [
        ("response", "https://a.example/1"),
        ("altered", "https://a.example/2"),
        ("request", "https://a.example/1"),
    ]
    assert {one.when for one in lines} == {"2026-11-17T08:40:00Z"}
    assert set(end.problems) == {"altered_part", "missing_part", "holds_cookies"}
    assert [one.name for one in derived(warc)[1]] == [one.name for one in lines]


def test_measurements_are_hints_without_an_address_and_without_a_minute():
    one = {
        "test_name": "web_connectivity",
        "input": "https://a.example/",
        "measurement_start_time": "2026-11-17 08:41:07",
        "probe_asn": "AS24691",
        "probe_cc": "TG",
        "probe_ip": "192.0.2.7",
        "test_keys": {"blocking": "dns", "accessible": False},
    }
    listed = {"metadata": {}, "results": [{**one, "test_keys": None}, {**one, "confirmed": True}]}
    _, lines, _ = derived(json.dumps(one).encode())
    [line] = lines
    assert (line.what, line.when) == ("anomaly", "2026-11-17 08:00 UTC")
    assert line.note == "web_connectivity · AS24691 · TG"
    _, lines, _ = derived(json.dumps(listed).encode())
    assert [one.what for one in lines] == ["normal", "confirmed"]
    _, lines, _ = derived(b"\n".join([json.dumps({**one, "failure": "x"}).encode()] * 2))
    assert [one.what for one in lines] == ["failed", "failed"]
