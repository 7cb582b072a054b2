"""The analysts' pages and the public one, asked as a reader asks them."""

import zipfile
from io import BytesIO

import pytest
import released
from click.testing import CliRunner
from house import build_house
from sqlalchemy import select

from hrd_report.cli.release import verify_release
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.facts import Bucket, BucketState, Lift
from hrd_report.statistics import archive
from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.shown import comparing
from hrd_report.statistics.shown.tables import Reading


@pytest.fixture
def wren(house):
    client = house.client()
    client.token = house.sign_in(client, "wren")
    return client


@pytest.fixture(scope="module")
def office(tmp_path_factory, databases):
    """A house with two years drawn, the last with its plots."""
    url = databases.fresh()
    house = build_house(tmp_path_factory.mktemp("figures"), url)
    for number in (2024, 2025):
        released.add_bucket(house, released.year(number), 60, seed=number)
    files = [
        released.release(house, "2024"),
        released.release(house, "2025", plots=True),
    ]
    yield house, files
    house.close()
    databases.drop(url)


@pytest.fixture
def drawn(office):
    return office[1]


@pytest.fixture
def analyst(office):
    client = office[0].client()
    office[0].sign_in(client, "wren")
    return client


def test_a_release_its_pictures_and_files_are_there_and_everybody_gets_the_last(office, analyst):
    house, drawn = office
    base = f"/statistics/releases/{drawn[1].id.hex()}"
    page = analyst.get(base)
    assert page.status_code == 200
    assert page.text.count("<picture>") == 3
    svg = analyst.get(f"{base}/plots/threats.en.svg")
    assert (svg.status_code, svg.mimetype) == (200, "image/svg+xml")
    assert "default-src 'none'" in svg.headers["Content-Security-Policy"]
    assert analyst.get(f"{base}/plots/manifest.json").status_code == 404
    assert analyst.get(f"{base}/no.csv").status_code == 404
    whole = analyst.get(f"{base}/all.zip").data
    assert whole == drawn[1].archive
    stranger = house.client()
    assert stranger.get("/fr/transparency/figures.zip").data == whole
    public = stranger.get("/fr/transparency")
    assert public.status_code == 200
    assert "<script" not in public.text
    assert "2025" in public.text
    assert len(public.data) < 12_000
    assert stranger.get(base).status_code in {302, 303, 401, 404}
    assert stranger.get("/xx/transparency").status_code == 404


def test_without_a_closed_year_the_public_page_says_so(house):
    stranger = house.client()
    assert "No year is closed" in stranger.get("/en/transparency").text
    assert stranger.get("/en/transparency/figures.zip").status_code == 404


def test_two_releases_are_compared_and_nothing_else_is_counted(analyst, drawn):
    one, other = (files.id.hex() for files in drawn)
    page = analyst.get(f"/statistics/compare?one={one}&other={other}")
    assert page.status_code == 200
    assert "may be equal" in page.text
    assert analyst.get(f"/statistics/compare?one={one}&other=00").status_code == 404
    assert analyst.get("/statistics/compare").text.count("<option") == 4


@pytest.mark.parametrize(
    ("other", "means"), [(160, "more"), (40, "fewer"), (110, "may be equal"), (None, "too few")]
)
def test_a_difference_says_whether_it_may_be_chance(lists, other, means):
    def figure(value):
        if value is None:
            return Figure("threat", "doxing", None, None, None, Status.BELOW_THRESHOLD)
        return Figure("threat", "doxing", value, value - 20, value + 20, Status.OK)

    reading = Reading(lists, {"threat": 17}, "en")
    (table,) = comparing.compared([figure(100)], [figure(other)], (reading, reading))
    assert table["rows"][0]["means"].startswith(means)


@pytest.mark.parametrize("size", ["S", "M"])
def test_a_preview_shows_invented_numbers_and_opens_nothing(house, wren, size):
    page = wren.get(f"/statistics/preview?size={size}")
    assert page.status_code == 200
    assert "invented" in page.text
    assert acts(house) == []
    assert wren.get("/statistics/preview?size=XS").status_code == 404


def test_the_method_is_said_in_words(wren):
    assert "subtracting two figures" in wren.get("/statistics/method").text


def acts(house):
    with house.services.database.reading() as session:
        kinds = {Act.FACTS_OPENED, Act.ASKED_LIFT, Act.AGREED_LIFT}
        return [
            (one.act, one.actor) for one in session.scalars(select(AuditRow)) if one.act in kinds
        ]


def test_one_person_alone_lets_no_year_pass_the_stop(house, wren):
    released.add_bucket(house, released.year(2025), 1)
    ask = {"form_token": wren.token, "year": "2025"}
    assert wren.post("/statistics/lift", data=ask).status_code == 303
    assert wren.post("/statistics/lift", data=ask).status_code == 409
    assert wren.post("/statistics/lift", data=ask | {"act": "agree"}).status_code in {403, 404}
    page = wren.get("/statistics/budget").text
    assert "Another analyst has to agree" in page
    assert acts(house) == [(Act.ASKED_LIFT, house.people["wren"].id)]
    with house.services.database.writing() as session:
        session.get(Lift, 2025).asked_by = b"somebody else"
    assert wren.post("/statistics/lift", data=ask | {"act": "agree"}).status_code == 303
    assert "Two people let this year pass" in wren.get("/statistics/budget").text
    for year in ("2031", "x"):
        assert wren.post("/statistics/lift", data=ask | {"year": year}).status_code == 404


def test_the_list_says_what_comes_next(house, wren):
    released.add_bucket(house, released.year(2025), 0)
    with house.services.database.writing() as session:
        session.get(Bucket, "2025").state = BucketState.OPEN
    page = wren.get("/statistics/").text
    assert "31 January 2026" in page
    assert "2025 freezes" in page


def verified(*arguments):
    return CliRunner().invoke(verify_release, [str(one) for one in arguments])


def test_anybody_verifies_a_release_without_an_instance(drawn, tmp_path):
    paths = []
    for number, files in enumerate(drawn):
        paths.append(tmp_path / f"{number}.zip")
        paths[-1].write_bytes(files.archive)
    said = verified(paths[1])
    assert said.exit_code == 0
    key = said.output.strip().splitlines()[-1]
    assert verified(paths[1], "--key", key, "--former", paths[0]).exit_code == 0
    assert verified(paths[1], "--key", "00" * 32).exit_code == 1
    assert verified(paths[0], "--former", paths[1]).exit_code == 1
    inside = archive.unpack(drawn[1].archive)
    changed = bytearray(inside["figures.csv"])
    changed[-1] ^= 1
    (tmp_path / "changed.zip").write_bytes(archive.pack(inside | {"figures.csv": bytes(changed)}))
    assert verified(tmp_path / "changed.zip").exit_code == 1
    with zipfile.ZipFile(BytesIO(drawn[1].archive)) as packed:
        assert packed.testzip() is None
    assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
