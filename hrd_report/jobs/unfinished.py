"""Forgets files that were begun and never completed, once their week is over. Opens none."""

from hrd_report.clock import Clock
from hrd_report.intake.actions import uploads
from hrd_report.records.database import Database
from hrd_report.store.objects import Store


def forget(database: Database, store: Store, clock: Clock) -> int:
    """Forget what is too old. Returns how many parts went."""
    with database.writing() as session:
        objects = uploads.forget_old(session, today=clock().date())
    for name in objects:
        store.remove(name)
    return len(objects)
