"""What comes out of a hostile file is pixels or a list; what cannot be made is said."""

import gzip
import hashlib
import io
import json
import math
import subprocess

import pillow_heif
import pytest
from PIL import Image
from sandbox import hostile

from hrd_report.media import kinds
from hrd_report.sandbox import deriving, jail
from hrd_report.sandbox.frames import End, Frame, Line, Pixels
from hrd_report.sandbox.inside import office, telling

pytestmark = pytest.mark.slow


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


def test_what_phones_take_is_drawn_and_a_torn_one_is_said_to_be_unreadable():
    pillow_heif.register_heif_opener()
    for form, size in (("HEIF", (320, 240)), ("AVIF", (64, 48))):
        out = io.BytesIO()
        Image.new("RGB", size, "red").save(out, form)
        (_, drawn), _, end = derived(out.getvalue())
        assert (drawn.width, drawn.height) == size
        assert drawn.raw[0] - drawn.raw[1] > 150
        assert end.problems == ()
        assert derived(out.getvalue()[:200])[2].problems == ("unreadable",)


def ink(one: Pixels) -> int:
    return sum(value < 128 for value in one.raw[::3])


def test_of_an_office_document_the_words_are_drawn_and_its_macros_named():
    (grey, page), lines, end = derived(hostile.document("Threats\n" * 3, word__vbaProject=b"x"))
    assert grey.grey
    assert ink(page) > ink(derived(hostile.document("T"))[0][1]) > 0
    assert lines == []
    assert (end.whole, end.problems) == (1, ("text_only", "holds_macros"))
    cells = b"<s><c t='s'><v>1</v></c><c><v>7</v></c><row/></s>"
    sheet = {
        "[Content_Types].xml": b"<T/>",
        "xl/sharedStrings.xml": b"<s><si><t>a</t></si><si><t>Adversaries</t></si></s>",
        "xl/worksheets/sheet1.xml": cells,
    }
    assert ink(derived(hostile.packed(sheet))[0][1]) > ink(page) / 3


MAIN = b"<o><body><p>Words</p></body></o>"
OPEN = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": MAIN}
BESIDE = {
    "word__header1.xml": b"<h><p><t>Head of a page</t></p></h>",
    "word__footnotes.xml": b"<f><p><t>A note at its foot</t></p></f>",
    "word__comments.xml": b"<c><comment><p><t>What somebody said of it</t></p></comment></c>",
}


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, which has worked long already, as in one that has just begun."""
    monkeypatch.setattr(telling, "ENOUGH", math.inf)


@pytest.mark.usefixtures("patient")
def test_what_stands_beside_a_document_is_drawn_under_the_names_of_its_parts():
    (_, page), *_ = derived(hostile.document("Words"))
    (_, more), *_ = derived(hostile.document("Words", **BESIDE))
    assert ink(more) > 3 * ink(page)
    drawn, _ = office.read(io.BytesIO(hostile.document("Words", **BESIDE)))
    said = [
        "Words",
        "word/header1.xml",
        "Head of a page",
        "What somebody said of it",
        "at its foot",
    ]
    assert sorted(said, key=drawn.index) == said
    blank = hostile.document("Words", word__header1=b"<h><p/></h>", word__else=b"<t>hidden</t>")
    assert office.read(io.BytesIO(blank)) == ("Words", False)


@pytest.mark.usefixtures("patient")
def test_of_an_open_document_packed_or_flat_body_heads_and_comments_are_read():
    names = "xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
    body = "<o:body><p>Words<annotation><p>Said of it</p></annotation></p></o:body>"
    head = "<style><n>no word</n></style><header-first><p>A head</p></header-first>"
    begin, end = f"<?xml version='1.0'?><o:document {names}>", "</o:document>"
    packed = hostile.packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"{begin}{body}{end}".encode(),
            "styles.xml": f"{begin}{head}{end}".encode(),
        }
    )
    flat = f"{begin}{head}{body}{end}".encode()
    for made, reader in ((packed, "office"), (flat, "")):
        assert derived(made, reader)[2] == End(1, ("text_only",))
        found, _ = office.read(io.BytesIO(made))
        assert {"Words", "Said of it", "A head"} <= set(found.split("\n"))
        assert "no word" not in found


def test_an_office_document_that_unfolds_or_never_ends_is_refused_or_cut():
    assert derived(hostile.document("x\n" * 190_000))[2].problems == ("text_only", "more_pages")
    bomb = b"<!DOCTYPE a [<!ENTITY b 'ha'>]><a><p>&b;</p></a>"
    parts = {"[Content_Types].xml": b"", "word/document.xml": bomb}
    assert derived(hostile.packed(parts))[2].problems == ("unreadable",)
    assert derived(hostile.packed({"word/other": b""}))[2].problems == ("unreadable",)
    assert derived(hostile.document(""))[2].problems == ("text_only", "no_words")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert deriving.reader_for(kinds.detect(old), old) == ""
    assert deriving.is_old_office(old)


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
