"""A file in the store is whole or not there, lasts once it is kept, and tells no time."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import NotFound, SettingsError, StorageFull
from hrd_report.store.objects import FolderStore, open_store

NAME = "0123456789abcdef"


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def put(store: FolderStore, name: str, content: bytes) -> None:
    writing = store.begin(name)
    writing.write(content)
    writing.keep()


@contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Let the system refuse to make any file larger, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_is_there_once_it_is_kept(store: FolderStore):
    writing = store.begin(NAME)
    writing.write(b"sealed ")
    writing.write(b"bytes")
    with pytest.raises(NotFound):
        store.read(NAME, 0, 5)
    with pytest.raises(NotFound):
        store.size(NAME)
    assert list(store.names()) == []
    writing.keep()
    assert store.read(NAME, 0, 100) == b"sealed bytes"
    assert store.size(NAME) == 12
    assert list(store.names()) == [NAME]


def test_a_file_that_was_discarded_leaves_nothing(store: FolderStore, tmp_path: Path):
    writing = store.begin(NAME)
    writing.write(b"sealed")
    writing.discard()
    writing.discard()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_cut_off_by_a_crash_has_no_name(store: FolderStore, tmp_path: Path):
    writing = store.begin(NAME)
    writing.write(b"sealed")
    again = FolderStore(tmp_path / "store")
    assert list(again.names()) == []
    with pytest.raises(NotFound):
        again.size(NAME)
    writing.discard()


def test_a_file_reaches_the_disk_before_its_name_does(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
):
    done: list[str] = []
    sync, rename = os.fsync, Path.rename

    def note_sync(handle: int) -> None:
        kind = "folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file"  # noqa: PTH112
        done.append(kind)
        sync(handle)

    def note_rename(path: Path, target: Path) -> Path:
        done.append("name")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "rename", note_rename)
    put(store, NAME, b"sealed")
    assert done == ["folder", "file", "name", "folder"]
    put(store, NAME[:-1] + "0", b"its folder is there already")
    assert done[4:] == ["file", "name", "folder"]


def test_a_name_is_given_once(store: FolderStore):
    writing = store.begin(NAME)
    with pytest.raises(FileExistsError):
        store.begin(NAME)
    writing.discard()


@pytest.mark.parametrize(
    "name", ["../secrets", "a/b", "", ".", "..", "a.part", "/etc/passwd", "a\0"]
)
def test_a_name_that_leads_elsewhere_names_nothing(store: FolderStore, name: str):
    for act in (
        lambda: store.begin(name),
        lambda: store.read(name, 0, 1),
        lambda: store.size(name),
        lambda: store.remove(name),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_removed_file_is_gone_and_may_be_removed_again(store: FolderStore):
    put(store, NAME, b"sealed")
    store.remove(NAME)
    store.remove(NAME)
    assert list(store.names()) == []


def test_a_file_tells_neither_when_it_came_nor_to_anybody_else(store: FolderStore, tmp_path: Path):
    put(store, NAME, b"sealed")
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept.stat().st_mtime == 0
    assert {path.stat().st_mode & 0o077 for path in (kept.parent, kept.parent.parent)} == {0}


def test_a_full_disk_is_told_and_what_came_can_be_discarded(store: FolderStore, tmp_path: Path):
    writing = store.begin(NAME)
    with no_file_over(4096), pytest.raises(StorageFull):
        writing.write(b"x" * 8192)
    writing.discard()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_another_failure_of_the_disk_is_not_taken_for_a_full_one(
    store: FolderStore, tmp_path: Path
):
    (tmp_path / "store" / NAME[:2]).write_text("in the way")
    with pytest.raises(FileExistsError):
        store.begin(NAME)


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 400))
def test_a_part_equals_the_same_part_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, offset: int, length: int
):
    store = FolderStore(tmp_path_factory.getbasetemp() / "parts")
    store.remove(NAME)
    put(store, NAME, content)
    assert store.read(NAME, offset, length) == content[offset : offset + length]


def test_an_address_opens_the_store_it_names(tmp_path: Path):
    store = open_store((tmp_path / "a folder").as_uri())
    writing = store.begin(NAME)
    writing.keep()
    assert (tmp_path / "a folder" / NAME[:2] / NAME).is_file()


@pytest.mark.parametrize("url", ["s3://bucket", "ftp://host/x", "nothing"])
def test_an_address_of_an_unknown_kind_is_refused(url: str):
    with pytest.raises(SettingsError, match="HRD_STORE_URL"):
        open_store(url)
