"""Files that come and leave by program: evidence, safe copies, originals by two, whole sheets."""

import io
import zipfile
from pathlib import Path

from desk.desk_house import Filed, filing, signed_in
from desk.test_importing import as_csv, lines
from house import House
from programs import DESK, Program, program
from sandbox import hostile

from hrd_report.records.acts import Act

PUBLISHED = (Path(__file__).parents[2] / "samples/stop_2022.csv").read_bytes()
FIRST = b"\r\n".join(PUBLISHED.split(b"\r\n")[:4]) + b"\r\n"
CAPTURE = {"day": "2026-11-17", "time": "08:40", "tool": "Firefox 140", "tlp": "GREEN"}
PARTNER = {"purpose": "partner", "platform": "facebook", "state": "given", "identity": "real"}
MAPPING = {"Date": "received", "Description": "story", "Type": "threats", "Statut": "closed"}


ONCE = {"Idempotency-Key": "0123456789abcdef"}


def upload(
    asking: Program, path: str, content: bytes, name: str = "a.csv", headers: dict | None = None
):
    sent = {"file": (io.BytesIO(content), name)}
    return asking.client.post(DESK + path, data=sent, headers=headers)


def test_files_that_are_sent_again_under_one_key_are_there_once(
    house: House, filed: Filed, heron: Program
):
    at, before = f"/cases/{filed.number}/evidence", len(list(house.services.store.names()))
    first, again = (upload(heron, at, b"A page.", "page.txt", ONCE) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert first.headers["ETag"] == again.headers["ETag"]
    other = upload(heron, at, b"Another.", "page.txt", ONCE)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_mismatch")
    assert len([one for one in heron.get(at).json["exhibits"] if one["file"]]) == 1
    assert len(list(house.services.store.names())) == before + 1
    assert upload(heron, at, b"A page.", "page.txt").status_code == 201
    assert len([one for one in heron.get(at).json["exhibits"] if one["file"]]) == 2


def test_a_sheet_that_is_sent_again_under_one_key_gets_the_same_answer(house: House):
    heron = program(house, "heron")
    first, again = (upload(heron, "/shutdowns", FIRST, headers=ONCE) for _ in range(2))
    assert (first.json["done"], first.json) == (3, again.json)
    one = heron.get("/shutdowns/leaving", limit=2).json
    rest = heron.get("/shutdowns/leaving", limit=2, cursor=one["next"]).json
    assert (len(one["leave"]), len(rest["leave"]), rest["next"]) == (2, 1, None)
    assert len({*one["leave"], *rest["leave"]}) == 3


def test_evidence_is_added_and_seen_as_a_safe_copy_that_was_asked_for(
    house: House, filed: Filed, heron: Program
):
    at = f"/cases/{filed.number}"
    assert heron.send(f"{at}/evidence", {}).status_code == 415
    assert upload(heron, f"{at}/evidence", hostile.photo(), "wall.jpg").status_code == 201
    (one,) = [each for each in heron.get(f"{at}/evidence").json["exhibits"] if each["file"]]
    here = f"{at}/evidence/{one['name']}"
    assert heron.get(f"{here}/pictures/0").status_code == 404
    small = heron.send(f"{here}/look", {"small": True}).json
    assert (small["kind"], small["pictures"], small["problems"]) == ("pictures", 1, [])
    assert heron.get(f"{here}/pictures/0").data.startswith(b"\xff\xd8")
    assert heron.get(f"{here}/pictures/1").status_code == 404  # only the small one was asked for
    assert heron.send(f"{here}/look", {}).status_code == 200
    assert heron.get(f"{here}/pictures/1").mimetype == "image/jpeg"
    copy = heron.send(f"{at}/files/{one['name']}/copy")
    assert copy.data.startswith(b"\xff\xd8")
    signed_in(house, "heron").post("/desk/viewing", limit="1")
    again = heron.send(f"{here}/look", {})
    assert (again.status_code, again.json["code"]) == (409, "seen_enough")
    assert heron.send(f"{here}/look", {"anyway": True}).status_code == 200
    checked = heron.send(f"{at}/evidence/check", {"name": one["name"]}).json
    assert checked == {"unchanged": [one["name"]], "altered": []}
    acts = {each["act"] for each in heron.get(f"{at}/custody").json["log"]}
    assert {"file_added", "derived", "previewed", "viewed", "integrity_checked"} <= acts


def test_an_original_leaves_by_two_programs_once_with_its_custody_sheet(house: House):
    filed = filing(house, files={"street.bin": bytes(range(256))})
    heron, plover = program(house, "heron"), program(house, "plover")
    at, name = f"/cases/{filed.number}", filed.files[0].hex()
    heron.send(f"{at}/take")
    heron.get(at)
    wish = {"reason": "Forensics.", "to": "A clinic", "consent": "00"}
    missing = heron.send(f"{at}/evidence/{name}/original", wish)
    assert {one["code"] for one in missing.json["errors"]} == {"not_captured", "no_consent"}
    assert heron.send(f"{at}/evidence/{name}/captures", CAPTURE).status_code == 201
    wish["consent"] = heron.send(f"{at}/consents", PARTNER).json["id"]
    asked = heron.send(f"{at}/evidence/{name}/original", wish)
    assert asked.status_code == 201
    here = f"{at}/originals/{asked.json['originals'][0]['export']}"
    assert heron.client.post(f"{DESK}{here}/take").status_code == 409
    assert heron.send(f"{here}/approve").json["code"] == "not_allowed"
    assert plover.send(f"{here}/approve").status_code == 200
    assert plover.send(f"{here}/take").json["code"] == "not_allowed"
    with zipfile.ZipFile(io.BytesIO(heron.send(f"{here}/take").data)) as packed:
        assert packed.read("E1.bin") == bytes(range(256))
        assert "A clinic" in packed.read("custody.html").decode()
    assert heron.client.post(f"{DESK}{here}/take").status_code == 409
    (one,) = heron.get(f"{at}/originals").json["originals"]
    assert [each["step"] for each in one["steps"]] == ["asked", "approved", "taken"]
    assert Act.EXPORTED in signed_in(house, "heron").acts(filed.files[0])


def test_a_sheet_of_shutdowns_comes_in_after_a_try_and_leaves_as_it_came(house: House):
    heron = program(house, "heron")
    broken = FIRST + b"one,two\r\n"
    tried = upload(heron, "/shutdowns/try", broken).json
    assert (tried["fresh"], tried["known"], tried["done"]) == (3, 0, 0)
    assert [one["code"] for one in tried["faults"]] == ["cells"]
    assert heron.get("/shutdowns").json["shutdowns"] == []
    brought = upload(heron, "/shutdowns", FIRST)
    assert (brought.status_code, brought.json["done"]) == (201, 3)
    again = upload(heron, "/shutdowns", FIRST).json
    assert (again["known"], again["done"]) == (3, 0)
    first = heron.get("/shutdowns", limit=2).json
    rest = heron.get("/shutdowns", cursor=first["next"]).json
    assert len({one["number"] for one in first["shutdowns"] + rest["shutdowns"]}) == 3
    assert len(heron.get("/shutdowns/leaving").json["leave"]) == 3
    left = heron.send("/shutdowns/export")
    assert sorted(left.data.split(b"\r\n")) == sorted(FIRST.split(b"\r\n"))


def test_an_older_register_becomes_cases_after_a_try(house: House):
    plover, content = program(house, "plover"), as_csv(lines(10))
    assert upload(program(house, "heron"), "/register", content).status_code == 403
    brought = upload(plover, "/register", content).json
    assert {one["column"]: one["field"] for one in brought["columns"]}["Date"] == "received"
    mapped = {"token": brought["token"], "columns": MAPPING}
    wrong = plover.send("/register/try", {**mapped, "columns": {"Nothing": "story"}})
    assert wrong.json["errors"] == [{"pointer": "/columns", "code": "unknown"}]
    tried = plover.send("/register/try", mapped).json
    assert (tried["lines"], tried["understood"], tried["left_out"]) == (10, 9, 1)
    assert {one["code"] for one in tried["troubles"]} == {"day_missing", "unknown_threats"}
    assert plover.get("/queue").json["cases"] == []
    once = {"Idempotency-Key": "0123456789abcdef"}
    kept = [plover.send("/register/keep", mapped, **once).json for _ in range(2)]
    assert kept[0] == kept[1]
    assert len(kept[0]["cases"]) == 9
    again = plover.send("/register/keep", mapped).json
    assert (again["cases"], again["known"]) == ([], 9)
