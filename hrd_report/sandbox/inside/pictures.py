"""Draws a picture anew: what comes out is pixels. Only the kinds named are decoded at all."""

from typing import BinaryIO, Final

from PIL import AvifImagePlugin, Image, ImageOps

from hrd_report.sandbox.inside import telling
from hrd_report.sandbox.inside.telling import Refused

FORMATS: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/bmp": "BMP",
}
MOST_PIXELS: Final = 80_000_000
LONGEST: Final = 2000
_HEAD: Final = 64
_ASKED: Final = 2 * LONGEST


def draw(source: BinaryIO, kind: str) -> None:
    """Send a picture, small and large. Raises `Refused` before anything is decoded."""
    known = FORMATS[kind]
    if kind == "image/heic":
        known = _of_films(source)
    # Our own limit is stricter, and says so in a word of ours.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(source, formats=(known,)) as found:
        # A JPEG is decoded at a fraction of its size where that is enough.
        found.draft("RGB", (_ASKED, _ASKED))
        wide, high = found.size
        if wide * high > MOST_PIXELS:
            raise Refused("too_many_pixels")
        frames = getattr(found, "n_frames", 1)
        ready = on_white(ImageOps.exif_transpose(found))
    telling.small(ready)
    ready.thumbnail((LONGEST, LONGEST))
    telling.begin(1)
    telling.picture(ready)
    telling.end(frames, *(["first_frame"] if frames > 1 else []))


def _of_films(source: BinaryIO) -> str:
    """Tell AVIF from HEIC, which begins alike, and make ready for it alone."""
    head = source.read(_HEAD)
    source.seek(0)
    # No process here may start another; a decoder of HEIC needs one thread.
    if b"avif" in head or b"avis" in head:
        AvifImagePlugin.DEFAULT_MAX_THREADS = 1
        return "AVIF"
    import pillow_heif  # noqa: PLC0415 - loaded for a file of its own kind alone

    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    return "HEIF"


def on_white(image: Image.Image) -> Image.Image:
    """Return a picture without holes: what is see-through lies on white, as on paper."""
    if image.mode in {"RGB", "L"}:
        return image.convert("RGB")
    image.thumbnail((_ASKED, _ASKED))
    clear = image.convert("RGBA")
    ground = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(ground, clear).convert("RGB")
