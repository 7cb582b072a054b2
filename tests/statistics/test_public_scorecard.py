"""The public half of the scorecard: released figures, each where it belongs, and no other."""

import html
import json
import re
from dataclasses import replace

import pytest
import released
from house import build_house

from hrd_report.records.facts import Release
from hrd_report.statistics import manifest
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.archive import pack, unpack
from hrd_report.statistics.display import Figure
from hrd_report.statistics.exports import FIGURES, figures_csv, read_figures
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.shown.platforms import FEW, MARKS
from hrd_report.statistics.tiers import ANSWERS, LIGHT


@pytest.fixture(scope="module")
def office(tmp_path_factory, databases):
    """A house with a closed year of middle size: 9,000 invented cases in two halves."""
    url = databases.fresh()
    house = build_house(tmp_path_factory.mktemp("platforms"), url)
    for seed, stretch in enumerate(released.halves(2025), 1):
        released.add_bucket(house, stretch, 4_500, size="M", seed=seed)
        released.release(house, stretch[0])
    yield house, released.release(house, "2025")
    house.close()
    databases.drop(url)


def page_of(house, language: str) -> str:
    answer = house.client().get(f"/{language}/transparency/platforms")
    assert answer.status_code == 200
    assert len(answer.data) < 40_000
    return html.unescape(answer.get_data(as_text=True))


BY = ("platform", "threat", "language")


def rows_of(page: str, heading: str) -> dict[str, list[str]]:
    """Return the words of each row of a table, by its first cell."""
    table = page.split(f"id={heading}", 1)[1].split("</table>", 1)[0].split("<tbody>", 1)[1]
    rows = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("</tr>")[:-1])
    plain = ([re.sub(r"<[^>]*>", "", cell).strip() for cell in row] for row in rows)
    return {first: rest for first, *rest in plain}


def test_every_number_of_the_table_of_steps_was_released(office, lists):
    house, files = office
    figures = read_figures(unpack(files.archive)[FIGURES], 2)
    of_step = {one.code: one for one in figures if one.table == "platform*finding"}
    whole = {one.code: one for one in figures if one.table == "platform"}
    rows = rows_of(page_of(house, "en"), "steps")
    assert len(rows) > 3
    names = {lists["platform"].label(code): code for code in lists["platform"].codes}
    shown = 0
    for name, (cases, *cells) in rows.items():
        code = names[name]
        assert cases == f"{whole[code].value:,}"
        for step, cell in enumerate(cells, 1):
            shown += _is_said(cell, of_step[f"{code}*{step}"], whole[code])
    assert shown > 10


def test_the_page_says_how_far_the_numbers_that_it_shows_may_be_off(office):
    house, files = office
    figures = read_figures(unpack(files.archive)[FIGURES], 2)
    off = [
        max(one.upper - one.value, one.value - one.lower)
        for one in figures
        if one.value is not None and one.table in {"platform*finding", "platform*duration"}
    ]
    assert f"A number here is off by less than {max(off):,}, 95 times in 100." in page_of(
        house, "en"
    )


def _is_said(cell: str, one: Figure, whole: Figure) -> bool:
    """Whether a cell shows its figure; a hidden one shows nothing but that it is hidden."""
    if one.value is None:
        assert cell == FEW
        return False
    mark, number = cell.split()
    assert number == f"{one.value:,}"
    assert mark == MARKS[min(4, 5 * one.value // max(whole.value, one.value))]
    return True


def test_ends_and_spans_of_cases_are_said_with_their_ranges(office, lists):
    house, _ = office
    page = page_of(house, "en")
    classes = [lists["duration"].label(one) for one in lists["duration"].codes]
    spans = rows_of(page, "times")
    said = [cell for row in spans.values() for cell in row if cell != FEW]
    assert len(said) > 3
    assert all(any(cell.startswith(one) for one in classes) for cell in said)
    assert any(" from “" in cell for cell in said)
    for heading in ("ends-platform", "ends-threat"):
        rows = rows_of(page, heading)
        assert len(rows) > 1  # the commonest two stand far above what is hidden, whatever is drawn
        assert any("%" in cell for row in rows.values() for cell in row)
    assert "Came back" in page


def test_answers_appeals_and_languages_are_said_with_their_ranges(office, lists):
    house, _ = office
    page = page_of(house, "en")
    classes = {
        lists[name].label(one) for name in ("acknowledged", "decided") for one in lists[name].codes
    }
    for by in BY:
        rows = rows_of(page, f"answers-{by}").values()
        said = [cell for row in rows for cell in row[:4] if cell != FEW]
        assert len(said) > 3
        assert all(any(cell.startswith(one) for one in classes) for cell in said)
    for heading in ("ends", "posts", "appeals"):
        for by in BY:
            assert any(
                "%" in cell for row in rows_of(page, f"{heading}-{by}").values() for cell in row
            )
    assert "Not known" in rows_of(page, "ends-language")
    assert "on which share of single posts" not in page


def test_a_release_from_before_shows_what_it_has_and_says_what_it_cannot(office):
    house, files = office
    told, inside = json.loads(files.manifest), unpack(files.archive)
    new = {"language", *(CROSS.join(names) for names in (*ANSWERS, *LIGHT))}
    told["tables"] = [one for one in told["tables"] if one["table"] not in new]
    kept = [one for one in read_figures(inside[FIGURES]) if one.table not in new]
    older = pack(inside | {FIGURES: figures_csv(kept)})
    _put(house, replace(files, manifest=manifest.canonical(told), archive=older))
    page = page_of(house, "en")
    _put(house, files)
    assert rows_of(page, "ends-platform")
    new = {"answers", "posts", "appeals", *(f"{head}-language" for head in ("ends", "posts"))}
    assert not {f"id={heading}" for heading in new} & set(re.findall(r"id=[\w-]+", page))
    assert "which decisions an appeal overturned" in page


def _put(house, files: ReleaseFiles) -> None:
    with house.services.database.writing() as session:
        row = session.get_one(Release, files.id)
        row.manifest, row.archive = files.manifest, files.archive


def test_it_is_there_in_every_language_without_a_script_or_a_session(office):
    house, _ = office
    for language in house.services.settings.languages:
        page = page_of(house, language)
        assert "<script" not in page
        assert f"lang={language}" in page or f'lang="{language}"' in page
        assert set(MARKS) <= set(page)
        regions = re.findall(r"role=region aria-labelledby=([\w-]+)", page)
        assert len(set(regions)) == len(regions) > 6
    assert "Comment les plateformes ont répondu" in page_of(house, "fr")
    stranger = house.client()
    assert "Set-Cookie" not in stranger.get("/en/transparency/platforms").headers
    assert stranger.get("/xx/transparency/platforms").status_code == 404
    assert "/en/transparency/platforms" in stranger.get("/en/transparency").text


def test_a_year_that_is_too_small_shows_no_platform(house):
    assert "No year is closed" in page_of(house, "en")
    released.add_bucket(house, released.year(2025), 60)
    released.release(house, "2025")
    page = page_of(house, "en")
    assert "This year is too small" in page
    assert "<table" not in page
