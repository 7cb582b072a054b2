"""What a crash left in the store is forgotten; what belongs to a case never is."""

import datetime as dt
import io

from hrd_report.jobs.sweeping import Sweep


def keep_object(store, name):
    writing = store.begin(name)
    writing.write(b"sealed")
    writing.keep()


def test_what_belongs_to_nothing_is_forgotten_after_a_day(house):
    parts = house.services
    keep_object(parts.store, "ab" * 16)
    sweep = Sweep(parts.database, parts.store, house.clock)
    assert sweep.look() == 0
    house.clock.advance(dt.timedelta(hours=23))
    assert sweep.look() == 0
    house.clock.advance(dt.timedelta(hours=1))
    assert sweep.look() == 1
    assert list(parts.store.names()) == []


def test_a_file_of_a_case_is_never_forgotten(house):
    client = house.client()
    form = {"threat": "doxing", "files": (io.BytesIO(b"x" * 9000), "capture.png")}
    assert client.post("/fr/report", data=form).status_code == 200
    sweep = Sweep(house.services.database, house.services.store, house.clock)
    for _ in range(3):
        assert sweep.look() == 0
        house.clock.advance(dt.timedelta(days=2))
    assert len(list(house.services.store.names())) == 1
