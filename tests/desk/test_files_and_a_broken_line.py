"""What becomes of new files when their rows are not kept, or nobody knows whether they were."""

import io
from collections.abc import Callable, Iterator

import pytest
from desk.desk_house import Desk, Filed
from sandbox import hostile
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from hrd_report.records.keys import Item

Break = Callable[[str], None]


@pytest.fixture
def breaks() -> Iterator[Break]:
    """Break the line once, at that moment of the first transaction that has files beside it."""
    listening: list[tuple[str, Callable[..., None]]] = []

    def breaks_at(moment: str) -> None:
        def cut(session: Session, *_: object) -> None:
            if session.info.get("otherwise"):
                event.remove(Session, *listening.pop())
                raise OperationalError("COMMIT", None, ConnectionError())

        listening.append((moment, cut))
        event.listen(Session, moment, cut)

    yield breaks_at
    assert not listening


def objects(desk: Desk) -> tuple[set[str], set[str]]:
    """The files that rows name, and those that are there."""
    parts = desk.house.services
    with parts.database.reading() as session:
        named = set(session.scalars(select(Item.object).where(Item.object.is_not(None))))
    return named, set(parts.store.names())


def add(desk: Desk, filed: Filed) -> int:
    where = f"/desk/cases/{filed.number}/evidence/add?form_token={desk.token}"
    files = [(io.BytesIO(b"one"), "a.txt"), (io.BytesIO(b"two"), "b.txt")]
    return desk.client.post(where, data={"files": files}).status_code


def look(desk: Desk, filed: Filed) -> int:
    return desk.post(f"/desk/cases/{filed.number}/evidence/{filed.files[0].hex()}/view").status_code


@pytest.mark.parametrize("act", [add, look])
def test_once_all_was_kept_every_file_that_a_row_names_is_there(
    desk: Desk, file_case, breaks: Break, act: Callable[[Desk, Filed], int]
):
    filed = desk.taken(file_case(files={"a.jpg": hostile.photo()}))
    before, _ = objects(desk)
    breaks("after_commit")
    assert act(desk, filed) >= 500
    named, there = objects(desk)
    assert len(named) > len(before)
    assert named == there


@pytest.mark.parametrize("act", [add, look])
def test_where_nothing_was_kept_no_file_is_left(
    desk: Desk, file_case, breaks: Break, act: Callable[[Desk, Filed], int]
):
    filed = desk.taken(file_case(files={"a.jpg": hostile.photo()}))
    before = objects(desk)
    breaks("before_flush")
    assert act(desk, filed) >= 500
    assert objects(desk) == before
    assert act(desk, filed) < 400
