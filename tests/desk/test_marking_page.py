"""Marking a case: what it means stands beside it, and who did it is written down."""

from hrd_report.records.acts import Act


def test_a_marking_says_what_it_does_and_holds_until_the_next(desk, file_case):
    filed = desk.taken(file_case())
    case = f"/desk/cases/{filed.number}"
    assert "TLP:AMBER · PAP:GREEN" in desk.get(case).text
    assert desk.act(filed, "marking", tlp="red", pap="amber").status_code == 303
    page = desk.get(f"{case}/marking").text
    assert "only with a second person" in page
    assert "TLP:RED · PAP:AMBER" in desk.get(case).text
    assert Act.MARKED in desk.acts(filed.id)
    desk.act(filed, "classify", threats="doxing")
    assert "TLP:RED · PAP:AMBER" in desk.get(case).text


def test_a_level_that_is_none_marks_nothing(desk, file_case):
    filed = desk.taken(file_case())
    assert desk.act(filed, "marking", tlp="purple", pap="green").status_code == 422
    assert "TLP:AMBER" in desk.get(f"/desk/cases/{filed.number}").text


def test_an_old_page_marks_nothing(desk, file_case):
    filed = desk.taken(file_case())
    old = desk.case(filed).version
    desk.act(filed, "marking", tlp="red", pap="green")
    path = f"/desk/cases/{filed.number}/marking"
    assert desk.post(path, version=old, tlp="clear", pap="clear").status_code == 409
    assert "TLP:RED" in desk.get(f"/desk/cases/{filed.number}").text
