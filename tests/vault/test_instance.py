"""The secrets of an instance: files for us alone, sealed under the pepper, made once."""

from pathlib import Path

import pytest

from hrd_report.errors import Conflict, Damaged, NotFound
from hrd_report.sealed import Sealed
from hrd_report.vault import instance, locks, owner
from hrd_report.vault.signatures import SigningKey


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "not" / "there" / "yet"


def test_what_was_made_is_read_again(folder: Path):
    made, read = instance.create(folder), instance.load(folder)
    assert made.pepper == read.pepper == (folder / "pepper").read_bytes()
    assert len(made.pepper) == 32
    assert made.delivery == read.delivery
    assert made.signing.seed == read.signing.seed
    assert made.audit.seed == read.audit.seed
    assert made.shelf.now().to_bytes() == read.shelf.now().to_bytes()


def test_a_folder_that_is_there_is_used(tmp_path: Path):
    made = instance.create(tmp_path)
    assert instance.load(tmp_path).delivery == made.delivery


def test_the_files_are_for_us_alone(folder: Path):
    instance.create(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_no_file_but_the_pepper_holds_a_secret_in_clear(folder: Path):
    made = instance.create(folder)
    kept = b"".join(path.read_bytes() for path in folder.iterdir() if path.name != "pepper")
    for secret in (made.delivery.seed, made.signing.seed, made.pepper):
        assert secret not in kept


def test_secrets_are_made_once(folder: Path):
    made = instance.create(folder)
    with pytest.raises(FileExistsError):
        instance.create(folder)
    assert instance.load(folder).delivery == made.delivery


@pytest.mark.parametrize("name", ["pepper", "delivery", "signing"])
def test_a_secret_that_is_missing_cut_altered_or_swapped_is_named(folder: Path, name: str):
    instance.create(folder)
    path, right = folder / name, (folder / name).read_bytes()
    other = (folder / ("signing" if name == "delivery" else "delivery")).read_bytes()
    for wrong in (right[:-1], right[:-1] + bytes((right[-1] ^ 1,)), b"", other):
        path.write_bytes(wrong)
        with pytest.raises(Damaged):
            instance.load(folder)
    path.unlink()
    with pytest.raises(NotFound):
        instance.load(folder)


def test_without_an_owner_nobody_is_pinned_and_nothing_signs_itself(folder: Path):
    made = instance.create(folder)
    door = instance.load_door(folder)
    assert (door.pepper, door.owner, door.self_signed) == (made.pepper, None, False)
    assert door.shelf.now().to_bytes() == made.shelf.now().to_bytes()
    read = instance.load(folder)
    assert (read.owner, read.owner_key, read.self_signed) == (None, None, False)


def test_an_owner_is_pinned_once_and_by_the_public_half_alone(folder: Path):
    made = instance.create(folder)
    public = SigningKey.from_seed(bytes(32)).public_raw
    instance.pin(folder, public)
    assert (folder / "owner").read_text() == owner.spell_public(public) + "\n"
    door, read = instance.load_door(folder), instance.load(folder)
    assert door.owner == read.owner == public
    assert (door.pepper, door.self_signed) == (made.pepper, False)
    assert door.shelf.now().to_bytes() == made.shelf.now().to_bytes()
    assert read.owner_key is None
    for again in (lambda: instance.pin(folder, public), lambda: instance.pin_own(folder, b"")):
        with pytest.raises(Conflict):
            again()


def test_a_demo_keeps_its_owners_key_sealed_and_says_so(folder: Path):
    made = instance.create(folder)
    key = instance.pin_own(folder, made.pepper)
    door, read = instance.load_door(folder), instance.load(folder)
    assert (door.owner, door.self_signed) == (key.public_raw, True)
    assert (read.owner, read.owner_key.seed, read.self_signed) == (key.public_raw, key.seed, True)
    kept = (folder / "owner.seed").read_bytes()
    assert key.seed not in kept
    assert locks.open_local(Sealed(kept), made.pepper, "owner.seed") == key.seed


@pytest.mark.parametrize("wrong", [b"", b"\xff", b"hrd-report/owner/00+00+AA==\n", b"\n"])
def test_an_owner_that_is_none_is_damaged(folder: Path, wrong: bytes):
    instance.create(folder)
    (folder / "owner").write_bytes(wrong)
    for load in (instance.load_door, instance.load):
        with pytest.raises(Damaged):
            load(folder)
