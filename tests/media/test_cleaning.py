"""A copy of a picture shows the same pixels and says nothing more; a broken one is refused."""

import io
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from hrd_report.media import cleaning, kinds
from hrd_report.media.source import NotCleaned

SECRET = b"Nikon-4711-48.8566N"


def cleaned(content: bytes, step: int = 7) -> bytes:
    def pieces() -> Iterator[bytes]:
        return (content[at : at + step] for at in range(0, len(content), step))

    return b"".join(cleaning.cleaned(kinds.detect(content), pieces))


def picture() -> Image.Image:
    return Image.effect_noise((61, 43), 90).convert("RGB")


def exif(orientation: int = 6) -> Image.Exif:
    made = Image.Exif()
    made[0x0112], made[0x010F] = orientation, SECRET.decode()
    made.get_ifd(0x8825)[29] = "2026:11:21"
    return made


def saved(kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture().save(out, kind, exif=exif().tobytes(), **more)
    return out.getvalue()


def jpeg(**more: object) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved("JPEG", icc_profile=profile, comment=SECRET, xmp=SECRET, **more) + SECRET


def png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return saved("PNG", pnginfo=info) + SECRET


def gif() -> bytes:
    out = io.BytesIO()
    frames = [picture().quantize(16) for _ in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=SECRET)
    return out.getvalue() + SECRET


EVERY = {
    "jpeg": jpeg,
    "progressive jpeg": lambda: jpeg(progressive=True),
    "png": png,
    "gif": gif,
    "webp": lambda: saved("WEBP", xmp=SECRET),
    "lossless webp": lambda: saved("WEBP", lossless=True, xmp=SECRET),
    "avif": lambda: saved("AVIF", xmp=SECRET),
}


@pytest.mark.parametrize("kind", EVERY)
def test_the_copy_has_every_pixel_and_nothing_that_was_hidden(kind: str):
    content = EVERY[kind]()
    assert SECRET in content
    copy = cleaned(content)
    assert SECRET not in copy
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(copy))
    for frame in range(getattr(before, "n_frames", 1)):
        before.seek(frame)
        after.seek(frame)
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert not after.getexif().get_ifd(0x8825)
    assert set(after.getexif()) <= {0x0112}


def test_a_photo_stays_the_right_way_up_and_keeps_its_colours():
    content = jpeg()
    copy = Image.open(io.BytesIO(cleaned(content)))
    assert dict(copy.getexif()) == {0x0112: 6}
    assert copy.info["icc_profile"] == Image.open(io.BytesIO(content)).info["icc_profile"]


def test_a_thumbnail_of_what_was_cut_off_later_goes_too():
    plain = io.BytesIO()
    picture().save(plain, "JPEG")
    content = plain.getvalue()
    jfif = b"JFIF\0\1\1\0\0\1\0\1" + bytes((3, 2)) + SECRET
    segment = b"\xff\xe0" + (len(jfif) + 2).to_bytes(2, "big") + jfif
    copy = cleaned(content[:2] + segment + content[20:])
    assert copy[6:20] == jfif[:12] + b"\0\0"
    assert SECRET not in copy


def test_a_bomb_of_pixels_is_passed_on_as_it_is_coded():
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0")
    bomb = head + chunk(b"IDAT", zlib.compress(bytes(10_000_000))) + chunk(b"IEND", b"")
    assert cleaned(bomb, 1000) == bomb


def chunk(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(kind + body)
    return len(body).to_bytes(4, "big") + kind + body + crc.to_bytes(4, "big")


def test_what_is_made_to_keep_us_busy_is_refused(monkeypatch):
    monkeypatch.setattr("hrd_report.media.source.MOST_STEPS", 1000)
    tiny = b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"") * 1001 + chunk(b"IEND", b"")
    with pytest.raises(NotCleaned):
        cleaned(tiny, 1 << 20)
    # 65,535 stretches of no length for each of many items.
    places = b"\0\0\0\0\0\0" + (1000).to_bytes(2, "big") + b"\0\1\0\0\xff\xff" * 1000
    meta = b"\0\0\0\0" + box(b"iinf", bytes(6)) + box(b"iloc", places)
    with pytest.raises(NotCleaned):
        cleaned(box(b"ftyp", b"heic" + bytes(8)) + box(b"meta", meta))


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


@pytest.mark.parametrize("kind", EVERY)
def test_a_picture_that_is_cut_is_refused_before_a_byte_of_it_leaves(kind: str):
    content = EVERY[kind]()
    with pytest.raises(NotCleaned):
        cleaned(content[: len(content) // 3])


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF....WEBP",
                        b"\0\0\0\x18ftypheic"]), st.binary(max_size=200))  # fmt: skip
def test_made_up_bytes_are_cleaned_or_refused(begin: bytes, rest: bytes):
    try:
        copy = cleaned(begin + rest)
    except NotCleaned:
        return
    assert len(copy) <= len(begin + rest) + 40


def test_what_is_no_picture_of_ours_is_refused():
    for content in (b"PK\x03\x04" + bytes(90), b"plain words", b"%PDF-1.7", b""):
        with pytest.raises(NotCleaned):
            cleaned(content)
