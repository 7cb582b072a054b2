"""Sealed files are read again every month by a process without a key; what differs is told."""

import datetime as dt
from pathlib import Path

from desk.desk_house import filing, signed_in
from desk.test_evidence_is_looked_after import stored
from house import House

from hrd_report.cli import doctor
from hrd_report.jobs import fixity
from hrd_report.records.acts import Act


def test_what_was_altered_or_lost_in_the_store_shows_on_the_case_s_evidence_and_to_the_operator(
    house: House, tmp_path: Path
):
    desk, parts = signed_in(house, "heron"), house.services
    filed = desk.taken(filing(house, files={name: name.encode() * 90_000 for name in "abc"}))

    def again(**most: int) -> int:
        return fixity.check(parts.database, parts.store, house.clock, **most)

    assert again(most=1) == 0  # one file at a time: what is left waits
    paths = [stored(house, tmp_path, one) for one in filed.files]
    assert (again(), again()) == (0, 0)
    with parts.database.reading() as session:
        assert doctor.about_files(session) == []
    paths[0].write_bytes(paths[0].read_bytes()[:-1] + b"x")
    paths[1].unlink()
    assert again() == 0  # not yet: all were read today
    house.clock.advance(fixity.EVERY)
    assert again() == 2
    assert [desk.acts(one).count(Act.INTEGRITY_FAILED) for one in filed.files] == [1, 1, 0]
    desk = signed_in(house, "heron")
    page = desk.get(f"/desk/cases/{filed.number}/evidence").text
    assert "Not what came, or lost" in page
    with parts.database.reading() as session:
        [said] = doctor.about_files(session)
    assert said.startswith("2 sealed files")
    house.clock.advance(dt.timedelta(hours=1))
    assert again() == 0  # told once a month, not each hour
