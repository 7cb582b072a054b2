"""The composition root: builds the services and opens the doors. It alone knows every part."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Request
from flask.sessions import NullSession, SessionInterface
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.formparser import FormDataParser

from hrd_report.accounts import admin, roles
from hrd_report.accounts import pages as accounts
from hrd_report.casefile import renewing, shelving
from hrd_report.casefile.vouching import Vouching
from hrd_report.clock import Clock, utcnow
from hrd_report.desk import pages as desk
from hrd_report.errors import NotAllowed, SettingsError
from hrd_report.escalation import pages as escalation
from hrd_report.i18n import catalogues, languages
from hrd_report.intake import pages as intake
from hrd_report.jobs.figures_books import FiguresBooks
from hrd_report.jobs.regranting import Regranter
from hrd_report.records import facts
from hrd_report.records.database import Database, open_database
from hrd_report.reference import checks, directory, replies
from hrd_report.reference.load import load as load_reference
from hrd_report.reference.reference import Reference
from hrd_report.settings import Settings
from hrd_report.statistics import pages as statistics
from hrd_report.store.objects import open_store
from hrd_report.vault import instance, selftest
from hrd_report.vault.instance import DoorSecrets, Secrets
from hrd_report.vault.seen import Seen
from hrd_report.web import (
    assets,
    errors,
    guard,
    headers,
    limits,
    log,
    openapi,
    padding,
    pages,
    visitors,
)
from hrd_report.web import services as shell
from hrd_report.web.lanes import Lanes
from hrd_report.web.lanes import install as install_lanes
from hrd_report.web.pace import Pace
from hrd_report.web.pace import install as install_pace
from hrd_report.web.services import Services


class _FormParser(FormDataParser):
    """Passes over parts of a form that have no name, which werkzeug hands on as `None`."""

    def parse(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - werkzeug's own shape
        """Return what a form says under names."""
        stream, form, files = super().parse(*args, **options)
        named = [(name, value) for name, value in form.items(multi=True) if name is not None]
        return stream, self.cls(named), files


class _Request(Request):
    """A request whose files are never spooled: routes that take files stream them themselves."""

    form_data_parser_class = _FormParser

    def _get_file_stream(self, *_args: object, **_options: object) -> object:  # type: ignore[override]
        raise UnsupportedMediaType


class _App(Flask):
    request_class = _Request

    def log_exception(self, exc_info: object) -> None:
        """Log where our code failed and nothing of the request."""
        del exc_info
        log.unexpected(sys.exception() or RuntimeError())


class _NoCookieSessions(SessionInterface):
    """Flask's own signed-cookie sessions, switched off: ours are on the server."""

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """Return a session that is empty and refuses to be written."""
        del app, request
        return NullSession()

    def save_session(self, *_: object) -> None:
        """Write nothing."""


def build_services(settings: Settings, *, clock: Clock = utcnow) -> Services:
    """Open everything the settings name.

    Raises `NotSupported` on a machine without ML-KEM, `NotFound` before an instance is set up, or
    without its shelf: no case could be opened or made.
    """
    selftest.check()
    unknown = set(settings.languages) - set(languages.codes())
    if unknown:
        raise SettingsError(f"HRD_LANGUAGES: no catalogue for {', '.join(sorted(unknown))}")
    secrets = _secrets(settings)
    secrets.shelf.now()
    trust = _trust(settings, secrets, clock)
    carried = {shelving.SHELF: secrets.shelf, renewing.TRUST: trust}
    database = open_database(settings.database, carried=carried)
    regrant = Regranter(database, clock, trust).wake

    books = FiguresBooks(database, clock, regrant)
    return Services(
        settings=settings,
        database=database,
        figures=_figures(settings),
        store=open_store(settings.store),
        reference=_reference(settings),
        catalogues=catalogues.load(),
        clock=clock,
        pepper=secrets.pepper,
        **_signing(secrets),
        open_bucket=books.open_bucket,
        record_release=books.record_release,
        record_lift=books.record_lift,
        may=roles.may,
        trust=trust,
        regrant=regrant,
    )


def _figures(settings: Settings) -> Database:
    """Open the statistics door's own connection, which can touch no table of cases."""
    return open_database(
        settings.database,
        readable=facts.READABLE,
        writable=facts.WRITABLE,
        appendable=facts.APPENDABLE,
    )


def _signing(secrets: Secrets | DoorSecrets) -> dict[str, Any]:
    """Return what signs, where this process has the key for it."""
    if not isinstance(secrets, Secrets):
        return {"sign": _sign_nothing, "signed_by": b"", "audited_by": b"", "prover": None}
    signing = secrets.signing
    return {
        "sign": signing.sign,
        "signed_by": signing.public_raw,
        "audited_by": secrets.audit.public_raw,
        "prover": secrets.prover,
    }


def _reference(settings: Settings) -> Reference:
    """Return the reference, with the helpers and the replies that the operator names."""
    found = load_reference()
    if settings.replies:
        own = replies.with_own(found.replies, Path(settings.replies))
        found = replace(found, replies=own)
    if not settings.helpers:
        return found
    mended = replace(found, helpers=directory.with_own(found.helpers, Path(settings.helpers)))
    checks.check_helpers(mended)
    return mended


def _secrets(settings: Settings) -> Secrets | DoorSecrets:
    """Read what this process needs: the public door alone holds no key that opens or signs."""
    read = instance.load_door if settings.doors == ("intake",) else instance.load
    return read(settings.secrets)


def _trust(settings: Settings, secrets: Secrets | DoorSecrets, clock: Clock) -> Vouching:
    return Vouching(
        owner=secrets.owner,
        seen=Seen(settings.seen),
        clock=clock,
        endorser=secrets.endorser if isinstance(secrets, Secrets) else None,
        self_signed=secrets.self_signed,
    )


def _sign_nothing(_: bytes) -> bytes:
    raise NotAllowed("this process has no signing key")


def create_app(
    services: Services, *, pace: Pace | None = None, lanes: Lanes | None = None
) -> Flask:
    """Build the application with the doors that the settings open."""
    app = _App("hrd_report", static_folder=None)
    app.session_interface = _NoCookieSessions()
    shell.attach(app, services)
    # First of all: what is installed first is the last to touch an answer.
    install_pace(app, pace or Pace())
    install_lanes(app, lanes)
    for part in (padding, headers, limits, visitors, guard, pages, errors):
        part.install(app)
    app.register_blueprint(assets.blueprint)
    for blueprint in _behind(services.settings.doors):
        app.register_blueprint(blueprint)
    openapi.finish(app)
    return app


def _behind(doors: tuple[str, ...]) -> list[Blueprint]:
    doors_of = {
        "intake": [intake.blueprint],
        "desk": [desk.blueprint, escalation.blueprint],
        "statistics": [statistics.blueprint],
    }
    found = [one for door in doors for one in doors_of[door]]
    if set(doors) - {"intake"}:
        found += [accounts.blueprint, admin.blueprint]
    return found
