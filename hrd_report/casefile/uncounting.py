"""Takes a case out of statistics the moment its defender says so. Opens nothing, counts nothing.

When the desk counts a case it seals the fact's id to the receipt as well. So the defender's own
visit finds the nameless row and deletes it; nobody has to open the case for that.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hrd_report.documents.reports import CountedDocument
from hrd_report.errors import Damaged
from hrd_report.records import facts
from hrd_report.records.facts import BucketState, Fact
from hrd_report.records.keys import Item, ItemKind


def is_linked(session: Session, case_id: bytes) -> bool:
    """Whether the receipt of a case knows its fact."""
    link = select(Item.id).where(Item.case_id == case_id, Item.kind == ItemKind.FACT)
    return session.scalars(link.limit(1)).first() is not None


def unlink(session: Session, case_id: bytes) -> None:
    """Forget the link between a receipt and its fact."""
    session.execute(delete(Item).where(Item.case_id == case_id, Item.kind == ItemKind.FACT))


def take_out(session: Session, case_id: bytes, counted: Iterable[CountedDocument]) -> None:
    """Delete the facts of a case while their years are open. A drawn year stays as it was drawn."""
    for one in counted:
        bucket = session.scalars(facts.bucket(one.bucket).with_for_update()).first()
        if bucket is not None and bucket.state is BucketState.OPEN:
            session.execute(delete(Fact).where(Fact.id == _id(one.fact), Fact.bucket == one.bucket))
    unlink(session, case_id)


def _id(spelt: str) -> bytes:
    try:
        return bytes.fromhex(spelt)
    except ValueError:
        raise Damaged("not the id of a fact") from None
