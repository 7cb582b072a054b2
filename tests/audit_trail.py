"""Watches a house while somebody walks through it: which posts left a row in the audit."""

from flask import Flask, Response, request
from sqlalchemy import func, select

from hrd_report.records.audit import AuditRow
from hrd_report.records.database import Database


class Trail:
    """Counts rows around each post. To be set up before the first request."""

    def __init__(self, app: Flask, database: Database) -> None:
        self._database = database
        self._before = 0
        self.taken: set[str] = set()
        self.written: set[str] = set()
        app.before_request(self._look)
        app.after_request(self._compare)

    def _count(self) -> int:
        with self._database.reading() as session:
            return session.scalars(select(func.count()).select_from(AuditRow)).one()

    def _look(self) -> None:
        self._before = self._count()

    def _compare(self, answer: Response) -> Response:
        if request.method == "POST" and request.endpoint and answer.status_code < 400:
            self.taken.add(request.endpoint)
            if self._count() > self._before:
                self.written.add(request.endpoint)
        return answer
