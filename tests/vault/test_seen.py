"""The highest epochs seen here: only ever raised, also by several processes at once."""

import contextlib
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.vault import seen
from hrd_report.vault.seen import Marks, Older, Seen

TEAM, OTHER = bytes(16), bytes(range(16))
EPOCH = st.integers(1, 2**63 - 1)


@given(st.integers(0, 2**63 - 1), st.dictionaries(st.binary(min_size=16, max_size=16), EPOCH))
def test_what_was_written_is_read(roster: int, teams: dict[bytes, int]):
    marks = Marks(roster, teams)
    assert seen.read(seen.spell(marks)) == marks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "roster 1",
        "roster 01\n",
        "roster -1\n",
        "roster 9223372036854775808\n",
        f"roster 1\nteam {TEAM.hex()} 0\n",
        f"roster 1\nteam {TEAM.hex()} 9223372036854775808\n",
        f"roster 1\nteam {TEAM.hex()} 1\nteam {TEAM.hex()} 2\n",
        f"roster 1\nteam {OTHER.hex()} 1\nteam {TEAM.hex()} 1\n",
        f"roster 1\nteam {TEAM.hex()[1:]} 1\n",
        f"team {TEAM.hex()} 1\n",
        "roster 1\n\n",
    ],
)
def test_whatever_is_not_exactly_so_is_refused(text: str):
    with pytest.raises(Damaged):
        seen.read(text)


@given(st.text(max_size=100))
def test_any_other_text_is_refused(text: str):
    with contextlib.suppress(Damaged):
        assert seen.spell(seen.read(text)) == text


def test_marks_are_raised_and_nothing_below_them_is_relied_on(tmp_path: Path):
    path = tmp_path / "seen"
    first = Seen(path)
    first.rely_on_roster(3)
    first.rely_on_team(TEAM, 2)
    for one in (first, Seen(path)):
        one.rely_on_roster(3)
        one.rely_on_team(TEAM, 2)
        one.rely_on_team(OTHER, 1)
        with pytest.raises(Older):
            one.rely_on_roster(2)
        with pytest.raises(Older):
            one.rely_on_team(TEAM, 1)
    assert Seen(path).marks() == Marks(3, {TEAM: 2, OTHER: 1})
    assert path.stat().st_mode & 0o077 == 0


def test_another_process_is_heard_at_once(tmp_path: Path):
    one, other = Seen(tmp_path / "seen"), Seen(tmp_path / "seen")
    one.rely_on_roster(1)
    other.rely_on_roster(5)
    with pytest.raises(Older):
        one.rely_on_roster(4)


def test_no_mark_is_lost_when_many_raise_theirs_at_once(tmp_path: Path):
    def raise_one(number: int) -> None:
        Seen(tmp_path / "seen").rely_on_team(bytes([number]) * 16, number + 1)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(raise_one, range(64)))
    assert Seen(tmp_path / "seen").marks().teams == {bytes([n]) * 16: n + 1 for n in range(64)}


def test_nothing_was_seen_before_anything_was(tmp_path: Path):
    assert Seen(tmp_path / "seen").marks() == Marks()


def test_a_file_that_is_no_text_is_damaged(tmp_path: Path):
    (tmp_path / "seen").write_bytes(b"roster 1\n\xff")
    with pytest.raises(Damaged):
        Seen(tmp_path / "seen").marks()


def test_a_mark_that_stands_is_not_written_again(tmp_path: Path):
    path = tmp_path / "seen"
    Seen(path).rely_on_roster(3)
    before = path.stat()
    Seen(path).rely_on_roster(3)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_marks_are_written_beside_their_file_and_leave_nothing_there(tmp_path: Path, monkeypatch):
    # A temporary folder may be another disk, from which nothing moves at one stroke.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    Seen(tmp_path / "seen").rely_on_roster(3)
    assert {path.name for path in tmp_path.iterdir()} == {"seen", "seen.lock"}


def test_a_file_that_was_taken_away_holds_no_marks(tmp_path: Path):
    found = Seen(tmp_path / "seen")
    found.rely_on_roster(3)
    assert found.marks() == Marks(3)
    (tmp_path / "seen").unlink()
    assert found.marks() == Marks()
