"""Draws the pages of a PDF. Runs nothing in it, follows nothing in it, fills in no form."""

import math
from typing import BinaryIO, Final

import pypdfium2

from hrd_report.sandbox.inside import telling

MOST_PAGES: Final = 50
_DPI: Final = 150
_POINTS: Final = 72
_MOST_PIXELS: Final = 4_500_000
_LONGEST: Final = 6000


def draw(source: BinaryIO, first: int) -> None:
    """Send the pages from `first` on, counted from 1, as far as fifty; then how many there are."""
    paper = pypdfium2.PdfDocument(source)
    whole = len(paper)
    problems = ["more_pages"] if whole > MOST_PAGES else []
    for number in range(first, min(whole, MOST_PAGES) + 1):
        if telling.is_late():
            problems.append("out_of_time")
            break
        telling.begin(number)
        image = _page(paper, number)
        if number == 1:
            telling.small(image)
        telling.picture(image)
    telling.end(whole, *problems)


def _page(paper: pypdfium2.PdfDocument, number: int) -> "pypdfium2.PdfBitmap":
    page = paper[number - 1]
    wide, high = (max(1.0, side) for side in page.get_size())
    scale = min(
        _DPI / _POINTS,
        math.sqrt(_MOST_PIXELS / (wide * high)),
        _LONGEST / max(wide, high),
    )
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
    image = bitmap.to_pil().convert("RGB")
    page.close()
    return image
