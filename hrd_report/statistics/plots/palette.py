"""Colours of plots, light and dark, and the finishing of a drawn SVG. Knows no figure."""

import html
import re
from typing import Final

INK: Final = "#1e1b17"
MUTE: Final = "#575046"
ACCENT: Final = "#0b4a58"
HAIR: Final = "#ded8cc"
GROUND: Final = "#fcfbf8"
HEAT: Final = ("#fcfbf9", "#e3ebea", "#c3d6d8", "#94b6bc", "#0b4a57")
ON_DARKEST: Final = "#ffffff"

_DARK: Final = {
    INK: "#ece6da",
    MUTE: "#b3aa9a",
    ACCENT: "#86c5d0",
    HAIR: "#35312a",
    GROUND: "#141311",
    HEAT[0]: "#141312",
    HEAT[1]: "#1c2b2e",
    HEAT[2]: "#27444a",
    HEAT[3]: "#3a6770",
    HEAT[4]: "#86c5cf",
    ON_DARKEST: "#0d1f23",
}
"""What each colour becomes where a reader wants dark pages. Contrast as in static/tokens.css."""

_FONTS: Final = {
    "DejaVu Sans": "'Segoe UI',Roboto,'Noto Sans','Noto Sans Arabic',sans-serif",
    "DejaVu Serif": "Charter,'Palatino Linotype','Noto Serif',serif",
}


def finish(svg: str, title: str, text: str) -> bytes:
    """Name the picture for whoever cannot see it, and let its colours follow the reader's."""
    for family, families in _FONTS.items():
        svg = svg.replace(f"'{family}'", families)
    names = {colour: f"--c{number}" for number, colour in enumerate(_DARK)}
    for colour, name in names.items():
        svg = svg.replace(colour, f"var({name})")
    light = "".join(f"{name}:{colour};" for colour, name in names.items())
    dark = "".join(f"{names[colour]}:{other};" for colour, other in _DARK.items())
    style = f"<style>:root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    head = f"<title>{html.escape(title)}</title><desc>{html.escape(text)}</desc>{style}"
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<svg ", '<svg role="img" ', svg, count=1)
    return re.sub(r"(<svg[^>]*>)", lambda found: found[1] + head, svg, count=1).encode()
