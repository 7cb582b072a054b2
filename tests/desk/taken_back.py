"""A consent taken back by somebody else in the moment before an act of the desk takes its turn."""

from contextlib import AbstractContextManager
from dataclasses import replace

from house import House, app_of
from sqlalchemy import update
from sqlalchemy.orm import Session

from hrd_report.records.cases import Consent, ConsentState


def before_the_next_change(house: House) -> House:
    """Return the house where every consent is withdrawn as soon as something wants to write."""
    database = house.services.database
    waiting = [True]

    def writing() -> AbstractContextManager[Session]:
        if waiting:
            waiting.clear()
            with database.writing() as session:
                session.execute(update(Consent).values(state=ConsentState.WITHDRAWN))
        return database.writing()

    services = replace(house.services, database=replace(database, writing=writing))
    return replace(house, services=services, app=app_of(services))
