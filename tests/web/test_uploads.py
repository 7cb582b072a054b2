"""A form with files is read piece by piece: whatever the pieces, the same fields and files."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.test import create_environ

from hrd_report.errors import StorageFull, TooLarge
from hrd_report.web import uploads

BOUNDARY = "----a-boundary"
NAMES = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=8)
MARK = b"--" + BOUNDARY.encode()
ALMOST = st.sampled_from([b"x" + MARK, b"\r\n" + MARK[:-1], b"\r\n" * 20, b"-" * 99, b"\r"])
CONTENTS = (st.binary(max_size=200) | ALMOST).filter(lambda one: not one.startswith(MARK))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@dataclass
class Kept:
    """A sink that remembers, and may fail after so many bytes."""

    name: str
    kind: str
    before: dict[str, str]
    room: int = 10**9
    content: bytes = b""
    state: str = "open"

    def write(self, piece: bytes) -> None:
        self.content += bytes(piece)
        if len(self.content) > self.room:
            raise StorageFull

    def finish(self) -> None:
        assert self.state == "open"
        self.state = "kept"

    def abandon(self) -> None:
        assert self.state == "open"
        self.state = "abandoned"


@dataclass
class Files:
    """Opens sinks and keeps them."""

    room: int = 10**9
    opened: list[Kept] = field(default_factory=list)

    def open(self, name: str, kind: str, fields: MultiDict[str, str]) -> Kept:
        self.opened.append(Kept(name, kind, dict(fields), self.room))
        return self.opened[-1]


class InPieces(io.RawIOBase):
    """A stream that gives what it has in pieces of its own choosing, as a network does."""

    def __init__(self, body: bytes, sizes: list[int]) -> None:
        self._rest = body
        self._sizes = iter(sizes)

    def readable(self) -> bool:
        return True

    def readinto(self, target) -> int:
        size = min(next(self._sizes, 1 << 20), len(target))
        piece, self._rest = self._rest[:size], self._rest[size:]
        target[: len(piece)] = piece
        return len(piece)


def part(name: str, content: bytes, *, file: str | None = None, kind: str = "text/plain") -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"'
    if file is not None:
        head += f'; filename="{file}"\r\nContent-Type: {kind}'
    return head.encode() + b"\r\n\r\n" + content


def body(*parts: bytes) -> bytes:
    return b"".join(MARK + b"\r\n" + one + b"\r\n" for one in parts) + MARK + b"--\r\n"


def read(
    sent: bytes, files: Files | None = None, *, sizes: Iterator[int] = (), limit: int = 10_000
) -> MultiDict[str, str]:
    kept = files if files is not None else Files()
    environ = create_environ("/", method="POST") | {
        "wsgi.input": InPieces(sent, list(sizes)),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(len(sent)),
    }
    with Flask("test").request_context(environ):
        return uploads.read_form(kept.open, text_limit=limit)


@given(
    st.lists(st.tuples(NAMES, TEXTS), max_size=4),
    st.lists(st.tuples(NAMES, CONTENTS), max_size=3),
    st.lists(st.integers(1, 50), max_size=60),
)
def test_any_split_of_the_body_gives_the_same(fields, sent_files, sizes):
    parts = [part(name, text.encode()) for name, text in fields]
    parts += [part("files", content, file=name) for name, content in sent_files]
    files = Files()
    found = read(body(*parts), files, sizes=sizes)
    assert list(found.items(multi=True)) == list(MultiDict(fields).items(multi=True))
    assert [(one.name, one.content) for one in files.opened] == sent_files
    assert {one.state for one in files.opened} <= {"kept"}


@pytest.mark.parametrize("content", [b"words", b"\r\n", b"\r", b"x\n\r", b""])
def test_a_piece_may_end_at_any_byte(content: bytes):
    # Ending inside the closing `--`, a piece once left a stray CR at the end of the file.
    sent = body(part("story", content.replace(b"\r", b"")), part("files", content, file="a"))
    for sizes in ([1] * len(sent), *([end] for end in range(1, len(sent)))):
        files = Files()
        read(sent, files, sizes=sizes)
        assert files.opened[0].content == content, sizes


SHARDS = st.sampled_from(
    [MARK, MARK[:-1], MARK[1:], b"\r\n" + MARK, b"\r\n", b"\n", b"\r", b"--", b"x" * 40]
)


def outcome(sent: bytes, sizes: list[int]) -> object:
    """Return everything that reading a body comes to, its refusal too."""
    files = Files()
    try:
        fields = list(read(sent, files, sizes=sizes).items(multi=True))
    except (BadRequest, RequestEntityTooLarge) as problem:
        fields = [type(problem)]
    return fields, [(one.name, one.content, one.state) for one in files.opened]


@given(st.lists(SHARDS, max_size=12), st.lists(st.integers(1, 120), max_size=40))
def test_a_file_that_looks_like_a_boundary_is_read_alike_however_it_comes(shards, sizes):
    sent = body(part("files", b"y" * 200 + b"".join(shards), file="a"), part("story", b"words"))
    whole, pieces = outcome(sent, []), outcome(sent, sizes)
    if "abandoned" not in {one[2] for one in whole[1]}:
        assert pieces == whole


@given(st.integers(3, 200), st.lists(st.integers(1, 50), max_size=20))
def test_a_body_cut_anywhere_is_refused_and_its_file_abandoned(cut, sizes):
    whole = body(part("story", b"words"), part("files", b"x" * 100, file="a.png"))
    files = Files()
    with pytest.raises(BadRequest):
        read(whole[: -min(cut, len(whole))], files, sizes=sizes)
    assert "open" not in {one.state for one in files.opened}


def test_a_file_knows_the_fields_before_it_and_not_those_behind():
    files = Files()
    read(body(part("receipt", b"r"), part("files", b"1", file="a"), part("story", b"s")), files)
    assert files.opened[0].before == {"receipt": "r"}


def test_a_file_that_was_not_chosen_is_passed_over():
    files = Files()
    found = read(body(part("files", b"", file=""), part("story", b"s")), files)
    assert files.opened == []
    assert found["story"] == "s"


def test_a_file_s_name_and_kind_come_as_sent():
    files = Files()
    read(body(part("files", b"1", file="écran.png", kind="image/png")), files)
    assert [(one.name, one.kind) for one in files.opened] == [("écran.png", "image/png")]


def test_words_that_are_no_utf8_are_kept_as_far_as_they_can_be():
    found = read(body(part("story", b"they said \xff\xfe again")))
    assert found["story"] == "they said \ufffd\ufffd again"


def test_a_file_s_name_that_is_no_utf8_loses_no_report():
    files = Files()
    broken = part("files", b"1", file="NAME").replace(b"NAME", b"\xff\xfe.png")
    read(body(broken, part("story", b"s")), files)
    assert files.opened[0].name.endswith(".png")


def test_too_many_words_are_refused_and_files_do_not_count():
    with pytest.raises(TooLarge) as refused:
        read(body(part("a", b"x" * 60), part("b", b"x" * 60)), limit=100)
    assert refused.value.limit == 100
    read(body(part("a", b"x" * 60), part("files", b"x" * 5000, file="a")), limit=100)


def test_a_file_that_finds_no_room_is_abandoned_and_the_failure_told():
    files = Files(room=50)
    with pytest.raises(StorageFull):
        read(body(part("files", b"x" * 100, file="a")), files)
    assert [one.state for one in files.opened] == ["abandoned"]


def test_too_many_parts_are_refused():
    with pytest.raises(RequestEntityTooLarge):
        read(body(*(part("a", b"1") for _ in range(300))))


def test_a_part_whose_head_never_ends_is_refused():
    endless = MARK + b"\r\nContent-Disposition: " + b"x" * 10_000_000
    with pytest.raises(BadRequest):
        read(endless)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; b=x"]
)
def test_a_form_without_a_boundary_is_refused(kind: str):
    with (
        Flask("test").test_request_context("/", method="POST", data=b"x", content_type=kind),
        pytest.raises(BadRequest),
    ):
        uploads.read_form(Files().open, text_limit=100)


def test_a_form_without_files_is_read_as_any_other():
    with Flask("test").test_request_context("/", method="POST", data={"story": "words"}):
        assert uploads.read_form(Files().open, text_limit=100)["story"] == "words"
