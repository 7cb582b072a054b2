"""Nobody looks twice at the same bytes, and originals are compared again with what came."""

from pathlib import Path

from casefile.rolled import restricted
from desk.desk_house import Desk, filing, signed_in
from desk.test_evidence_pages import at
from house import House
from sandbox import hostile

from hrd_report.records.acts import Act
from hrd_report.records.keys import Item

PHOTO = {"a.jpg": hostile.photo()}
SAID = {"words": "A door. It says: leave", "labels": ["threat", "sexual", "minors"]}


def test_what_a_colleague_described_in_another_case_spares_the_look_here(house: House, desk: Desk):
    one, two, three = (desk.taken(filing(house, files=PHOTO)) for _ in range(3))
    other = desk.taken(filing(house, files={"b.jpg": hostile.photo("blue")}))
    assert desk.act(one, f"evidence/{one.files[0].hex()}/describe", **SAID).status_code == 303
    plover = signed_in(house, "plover")
    page = plover.get(at(two)).text
    assert f"described by heron, 21 Nov, in case {one.number}" in page
    assert f'href="/desk/cases/{one.number}"' in page
    assert "A door. It says: leave" in page
    assert "nobody may look at this or copy it" in page
    assert "in case" in plover.get(f"/desk/cases/{two.number}/evidence").text
    assert "A door" not in plover.get(at(other)).text
    # Said here as well, one's own case is what holds.
    plover.act(two, f"evidence/{two.files[0].hex()}/describe", words="A blue door")
    assert "in case" not in plover.get(at(two)).text
    for filed in (one, two):
        restricted(house, filed, "plover")
    page = desk.get(at(three)).text
    assert "not yet described" in page
    assert one.number not in page
    assert two.number not in page


def stored(house: House, folder: Path, file: bytes) -> Path:
    with house.services.database.reading() as session:
        name = session.get_one(Item, file).object
    [found] = [one for one in folder.rglob("*") if one.is_file() and one.name.endswith(name[2:])]
    return found


def test_originals_are_compared_with_what_came_and_the_log_says_what_came_of_it(
    house: House, desk: Desk, tmp_path: Path
):
    files = {"a.jpg": hostile.photo(), "b.bin": b"b" * 100_000, "c.bin": b"c"}
    filed = desk.taken(filing(house, files=files))
    where = f"/desk/cases/{filed.number}/evidence"
    assert "Never checked since it came" in desk.get(where).text
    assert desk.post(f"{where}/check").headers["Location"].endswith("/evidence")
    assert "3 of 3 as they came, checked since 21 Nov" in desk.get(where).text
    altered, lost, _ = (stored(house, tmp_path, one) for one in filed.files)
    altered.write_bytes(altered.read_bytes()[:-40] + bytes(40))
    lost.unlink()
    for file in filed.files:
        assert desk.post(f"{where}/check", item=file.hex()).status_code == 303
    failed = [Act.INTEGRITY_FAILED in desk.acts(one) for one in filed.files]
    assert failed == [True, True, False]
    page = desk.get(where).text
    assert "Not what came, or lost" in page
    assert "1 of 3 as they came" in page
    assert "Not what came, or lost" in desk.get(at(filed)).text
    log = desk.get(f"/desk/cases/{filed.number}/custody").text
    assert log.count("Original checked: altered or lost") == 2
    assert log.count("Original checked: as it came") == 4
