"""Draws the words of an office document on plain pages: no macro runs, no picture of it is decoded.

OOXML (docx, xlsx, pptx) and OpenDocument, packed or flat: what stands in it, then what stands
beside it (heads and feet of pages, notes, comments), each under the name of its part.
Source: ECMA-376 part 1, OpenDocument 1.3 part 3.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, Final
from xml.parsers import expat

from PIL import Image, ImageDraw, ImageFont

from hrd_report.sandbox.inside import telling
from hrd_report.sandbox.inside.telling import Refused

MOST_PAGES: Final = 50
_MOST_SIGNS: Final = 200_000
_MOST_PARTS: Final = 200
_STEP: Final = 64 * 1024
_SHEET: Final = (1000, 1400)
_MARGIN: Final = 70
_SIZE: Final = 20
_LINE: Final = 30
_FONTS: Final = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
)
_MACROS: Final = ("vbaproject", "basic/", "scripts/", "xl/macrosheets/")
_HEADS: Final = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_TEXT: Final = frozenset({"t", "v", "text", *_HEADS})
_NOTES: Final = frozenset({"annotation", "note", "comment", "threadedComment", "cm"})
_ENDS: Final = frozenset({"p", "h", "row", "table-row", *_NOTES, *_HEADS})
_APART: Final = frozenset({"tab", "table-cell", "c", "creator", "date", "note-citation"})

_BESIDE: Final = re.compile(
    r"word/(?:(?:header|footer)\d*|footnotes|endnotes|comments)\.xml"
    r"|xl/(?:comments\d*|threadedComments/threadedComment\d+)\.xml"
    r"|ppt/(?:notesSlides/notesSlide\d+|comments/\w+)\.xml"
    r"|styles\.xml"
)
_WHOLE: Final = {
    "content.xml": frozenset({"body"}),
    "styles.xml": frozenset(
        f"{one}{which}" for one in ("header", "footer") for which in ("", "-left", "-first")
    ),
}
"""Parts of OpenDocument whose words stand anywhere below some elements."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw(source: BinaryIO) -> None:
    """Send pages with the words, as far as fifty; say whether there are macros."""
    text, macros = read(source)
    problems = ["text_only", *(["holds_macros"] if macros else [])]
    if not text:
        telling.end(0, *problems, "no_words")
        return
    lines = list(_wrapped(text, _font()))
    tall = (_SHEET[1] - 2 * _MARGIN) // _LINE
    pages = [lines[at : at + tall] for at in range(0, len(lines), tall)]
    for number, page in enumerate(pages[:MOST_PAGES], start=1):
        telling.begin(number)
        image = _page(page)
        if number == 1:
            telling.small(image)
        telling.picture(image)
    telling.end(len(pages), *problems, *(["more_pages"] if len(pages) > MOST_PAGES else []))


def read(source: BinaryIO) -> tuple[str, bool]:
    """Return the words of a document, and whether it holds macros. Raises `Refused`."""
    if not zipfile.is_zipfile(source):
        return _flat(source), False
    with zipfile.ZipFile(source) as packed:
        names = packed.namelist()
        low = [one.lower() for one in names]
        macros = any(one.startswith(_MACROS) or "vbaproject" in one for one in low)
        return "".join(_words(packed, names)).strip(), macros


def _words(packed: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    shared = _Shared()
    if "xl/sharedStrings.xml" in names:
        with packed.open("xl/sharedStrings.xml") as part:
            _parse(part, shared)
    signs = 0
    for name in _parts(names):
        reading = _Reading(shared.found, _WHOLE.get(name, frozenset()))
        with packed.open(name) as part:
            _parse(part, reading)
        text = "".join(reading.found)[: _MOST_SIGNS - signs]
        signs += len(text)
        if text.strip():
            # Under a name that is one of ours: nothing of the sender's stands in it.
            yield f"— {name} —\n{text}\n\n" if _BESIDE.fullmatch(name) else f"{text}\n\n"
        if signs >= _MOST_SIGNS or telling.is_late():
            return


def _flat(source: BinaryIO) -> str:
    """Return the words of an OpenDocument that is one file: its heads and feet come first."""
    source.seek(0)
    reading = _Reading([], _WHOLE["content.xml"] | _WHOLE["styles.xml"])
    _parse(source, reading)
    return "".join(reading.found).strip()[:_MOST_SIGNS]


def _parts(names: list[str]) -> list[str]:
    """Return the parts that hold words, in the order of pages; what stands beside them, last."""
    whole = [one for one in ("word/document.xml", "content.xml") if one in names]
    many = [
        one
        for one in names
        if one.startswith(("xl/worksheets/sheet", "ppt/slides/slide")) and one.endswith(".xml")
    ]
    found = [*whole, *sorted(many, key=_in_order)]
    if not found:
        raise Refused("unreadable")
    beside = sorted((one for one in names if _BESIDE.fullmatch(one)), key=_in_order)
    return [*found[:_MOST_PARTS], *beside[:_MOST_PARTS]]


def _in_order(name: str) -> tuple[int, str]:
    return len(name), name


class _Shared:
    """The strings that the cells of a workbook name by number."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.signs = 0
        self._inside = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self.found.append("")
        self._inside = tag == "t"

    def end(self, _: str) -> None:
        self._inside = False

    def words(self, text: str) -> None:
        if self._inside and self.found:
            self.found[-1] += text
            self.signs += len(text)


class _Reading:
    """Takes the words out of one part."""

    def __init__(self, shared: list[str], whole: frozenset[str]) -> None:
        self.found: list[str] = []
        self.signs = 0
        self._shared = shared
        self._whole = whole
        self._inside = self._by_number = False

    def start(self, tag: str, said: dict[str, str]) -> None:
        if tag == "c":
            self._by_number = said.get("t") == "s"
        if tag in _NOTES:
            self._add("\n")
        if self._whole:
            self._inside = self._inside or tag in self._whole
        else:
            self._inside = tag in _TEXT

    def end(self, tag: str) -> None:
        if tag in _ENDS or tag in _APART:
            self._add("\n" if tag in _ENDS else "\t")
        self._inside = self._inside and bool(self._whole) and tag not in self._whole

    def words(self, text: str) -> None:
        if not self._inside:
            return
        known = self._by_number and text.isascii() and text.isdigit()
        self._add(self._shared[int(text)] if known and int(text) < len(self._shared) else text)

    def _add(self, text: str) -> None:
        self.found.append(text)
        self.signs += len(text)


def _parse(part: IO[bytes], into: _Shared | _Reading) -> None:
    """Read a part piece by piece, no further than words are wanted. No entity is ever unfolded."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, said: into.start(tag.rpartition(" ")[2], said)
    parser.EndElementHandler = lambda tag: into.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = into.words
    while piece := part.read(_STEP):
        parser.Parse(piece)
        if into.signs > _MOST_SIGNS or telling.is_late():
            return


def _refuse(*_: object) -> None:
    raise Refused("unreadable")


def _font() -> Font:
    there = next((one for one in _FONTS if Path(one).exists()), None)
    return ImageFont.truetype(there, _SIZE) if there else ImageFont.load_default(_SIZE)


def _wrapped(text: str, font: Font) -> Iterator[str]:
    """Yield lines that fit on a page, as far as pages go."""
    room, most = _SHEET[0] - 2 * _MARGIN, (MOST_PAGES + 1) * (_SHEET[1] // _LINE)
    known: dict[str, float] = {}
    made = 0
    for paragraph in text.splitlines():
        line, wide = "", 0.0
        for word in _pieces(paragraph):
            if word not in known:
                known[word] = font.getlength(f"{word} ")
            if line and wide + known[word] > room:
                yield line
                made, line, wide = made + 1, "", 0.0
            line, wide = f"{line}{word} ", wide + known[word]
        yield line
        made += 1
        if made > most:
            return


def _pieces(paragraph: str) -> Iterator[str]:
    longest = 40
    for word in paragraph.split():
        for at in range(0, len(word), longest):
            yield word[at : at + longest]


def _page(lines: list[str]) -> Image.Image:
    image = Image.new("RGB", _SHEET, "white")
    pen, font = ImageDraw.Draw(image), _font()
    for number, line in enumerate(lines):
        pen.text((_MARGIN, _MARGIN + number * _LINE), line, font=font, fill="black")
    return image
