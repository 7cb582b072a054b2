"""People of a case: a role and a name, sealed to the case alone."""

from hrd_report.records.acts import Act
from hrd_report.records.keys import ItemKind

LAWYER = {"role": "lawyer", "name": "Maître A.", "reach": "only by day", "note": "agreed"}


def test_somebody_is_named_with_a_role_and_taken_off_again(desk, file_case):
    filed = desk.taken(file_case())
    path = f"/desk/cases/{filed.number}/people"
    assert desk.act(filed, "people", **LAWYER).status_code == 303
    desk.act(filed, "people", role="attacker", name="somebody at work")
    page = desk.get(path).text
    assert "Maître A." in page
    assert "Is never written to" in page
    assert "Maître A." in desk.get(f"/desk/cases/{filed.number}").text
    assert Act.NAMED_SOMEBODY in desk.acts(filed.id)
    assert desk.opened(filed, ItemKind.PARTICIPANT, filed.receipt) == []
    name = page.split("Maître A.")[1].split("/people/")[1].split("/")[0]
    form = desk.get(f"{path}?change={name}").text
    assert 'value="only by day"' in form
    assert f'name="participant" value="{name}"' in form
    desk.act(filed, "people", **{**LAWYER, "participant": name, "reach": "at night"})
    page = desk.get(path).text
    assert "at night" in page
    assert "only by day" not in page
    assert desk.act(filed, f"people/{name}/remove").status_code == 303
    assert "Maître A." not in desk.get(path).text


def test_somebody_without_a_name_or_a_role_is_asked_for_again(desk, file_case):
    filed = desk.taken(file_case())
    for wrong in ({"name": " "}, {"role": "friend"}, {"note": "x" * 3000}):
        answer = desk.act(filed, "people", **{**LAWYER, **wrong})
        assert answer.status_code == 422
        assert "only by day" in answer.text
    assert desk.act(filed, "people/00/remove").status_code == 404


def test_an_old_page_names_nobody(desk, file_case):
    filed = desk.taken(file_case())
    old = desk.case(filed).version
    desk.act(filed, "people", **LAWYER)
    answer = desk.post(f"/desk/cases/{filed.number}/people", version=old, **LAWYER)
    assert answer.status_code == 409
    assert desk.get(f"/desk/cases/{filed.number}/people").text.count("Maître A.") == 1
