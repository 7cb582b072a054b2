"""An addressee changed field by field: what is kept is what a file would say."""

import re

import pytest
from escalation.documents_made import NOW
from escalation.escalated import Work
from escalation.test_knowing import OWN, acts, take

from hrd_report.errors import Invalid
from hrd_report.escalation.views import addressee_form
from hrd_report.records.acts import Act
from hrd_report.reference import directory_file
from hrd_report.reference.load import load
from hrd_report.vault import recipients
from hrd_report.vault.keys import Key

REFERENCE = load()
PATH = "/desk/directory/telegram"
KEY = recipients.encode(Key.from_seed(bytes(32)).public)


def typed(work: Work, **changed: str) -> dict[str, str]:
    """Return the form as somebody finds it, with some fields changed."""
    one = REFERENCE.platform("telegram")
    version = re.search(r'name="?version"? value="?(\d+)', work.get(f"{PATH}/edit").text)[1]
    return {**addressee_form.shown(one, REFERENCE), "version": version, **changed}


def kept(work: Work) -> dict[str, object]:
    """Return what the file says of it that is not shipped."""
    text = work.get("/desk/directory.yaml").get_data(as_text=True)
    one = next(one for one in directory_file.parse(text) if one.id == "telegram")
    return dict(one.fields)


@pytest.mark.parametrize("one", REFERENCE.addressees, ids=lambda one: one.id)
def test_a_form_sent_as_it_was_found_changes_nothing(one):
    today = max(route.checked for route in one.routes)
    form = addressee_form.shown(one, REFERENCE)
    assert addressee_form.read(form, one, REFERENCE, today) == one


def test_the_commonest_changes_are_kept_as_a_file_would_say_them(work: Work):
    said = typed(
        work,
        **{
            "route-new": "ngo@telegram.example",
            "purpose": "contact",
            "languages": "en, ru",
            "partner": "Friends",
            "partner_address": "friends@telegram.example",
            "key": KEY,
            "acknowledge": "1",
            "decide": "14",
            "appeal_days": "30",
            "clause-doxing": "No private data",
            "checked-0": work.house.clock.now.date().isoformat(),
        },
    )
    assert work.post(f"{PATH}/edit", said).status_code == 303
    found = kept(work)
    assert found["languages"] == ("en", "ru")
    assert (found["partner"].name, found["partner"].address) == (
        "Friends",
        "friends@telegram.example",
    )
    assert (found["answers"].decide.days, found["appeal_days"]) == (14, 30)
    assert found["key"] == KEY
    assert found["clauses"]["doxing"] == "No private data"
    assert found["routes"][0].checked == work.house.clock.now.date()
    assert (found["routes"][-1].address, found["routes"][-1].kind) == (
        "ngo@telegram.example",
        "email",
    )
    assert acts(work) == [Act.DIRECTORY_CHANGED]
    page = work.get(PATH).text
    assert "friends@telegram.example" in page
    assert "No private data" in page
    # The directory's key encrypts a first notice from now on.
    work.consent()
    assert "files sealed to their age key" in work.draft().page
    # Whoever has an older page overwrites nothing, and loses no word.
    late = work.post(f"{PATH}/edit", {**said, "languages": "fr"})
    assert late.status_code == 409
    assert "Somebody changed the directory meanwhile." in late.text
    assert 'value="fr"' in late.text
    assert kept(work)["languages"] == ("en", "ru")
    newest = typed(work, **{name: "" for name in said if name.startswith("route-")})
    refused = work.post(f"{PATH}/edit", newest)
    assert "One way must stay." in refused.text


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("route-new", "no address", "bad_web"),
        ("route-new", "a@b", "bad_mail"),
        ("checked-0", "2999-01-01", "bad_day"),
        ("checked-0", "soon", "bad_day"),
        ("languages", "Klingon", "bad_language"),
        ("key", "secret", "bad_key"),
        ("acknowledge", "-1", "bad_days"),
        ("decide", "NaN", "bad_days"),
        ("decide", "1e999999", "bad_days"),
        ("acknowledge", "2", "both_days"),
        ("appeal_days", "²", "bad_days"),
        ("appeal_days", "00000199999", "bad_days"),
        ("decide", "9" * 5000, "bad_days"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(field, text, code):
    one = REFERENCE.platform("telegram")
    form = {**addressee_form.shown(one, REFERENCE), field: text}
    with pytest.raises(Invalid) as refused:
        addressee_form.read(form, one, REFERENCE, NOW.date())
    assert [code] in refused.value.fields.values()


def test_what_is_refused_is_said_at_its_field_and_stays_there(work: Work):
    answer = work.post(f"{PATH}/edit", typed(work, languages="Klingon"))
    assert answer.status_code == 422
    assert answer.text.count("A language has two or three letters") == 2
    assert "Klingon" in answer.text


def test_an_addressee_of_our_own_is_changed_alike(work: Work):
    assert take(work, OWN).status_code == 303
    assert work.get("/desk/directory/north_line/edit").status_code == 200
    assert work.get("/desk/directory/nobody/edit").status_code == 404
