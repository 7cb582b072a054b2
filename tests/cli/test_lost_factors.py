"""An operator takes lost second factors away; the password still counts, and the audit says so."""

from sqlalchemy import select

from hrd_report.accounts.actions import codes
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.factors import Totp
from hrd_report.records.people import Person
from hrd_report.vault.keys import Key


def test_lost_factors_are_taken_away_and_written_down(ready):
    parts = ready.building().services()
    with parts.database.writing() as session:
        heron = session.scalars(select(Person).where(Person.name == "heron")).one().id
        session.add(Totp(person_id=heron, secret=codes.offer(Key.new(), heron), step=0))
    said = ready.run("staff", "forget-factors", "Heron")
    assert said.exit_code == 0, said.output
    with parts.database.reading() as session:
        assert session.get(Totp, heron) is None
        acts = session.scalars(select(AuditRow.act).where(AuditRow.object == heron)).all()
    assert Act.FACTOR_REMOVED in acts
    parts.close()


def test_nobody_and_nothing_is_said_plainly(ready):
    for name, why in (("curlew", "nobody called curlew"), ("heron", "heron has none")):
        said = ready.run("staff", "forget-factors", name)
        assert said.exit_code == 1
        assert why in said.output
