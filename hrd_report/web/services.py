"""The parts of the house that pages use, handed over in one object. Builds none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from flask import Flask, current_app

from hrd_report.clock import Clock
from hrd_report.i18n.catalogues import Catalogue
from hrd_report.records.database import Database
from hrd_report.reference.reference import Reference
from hrd_report.rights import Right
from hrd_report.settings import Settings
from hrd_report.store.objects import Store

if TYPE_CHECKING:
    from hrd_report.casefile.vouching import Vouching
    from hrd_report.records.facts import Bucket
    from hrd_report.records.people import Role
    from hrd_report.vault.keys import Key
    from hrd_report.vault.proofs import Prover

_NAME = "hrd_report"


class RecordLift(Protocol):
    """Writes down who asked, or agreed, that a year passes the stop of a lifetime."""

    def __call__(self, person: "Key", name: str, *, agreed: bool) -> None:
        """Write it down, and commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What a page may reach. A test builds another one.

    `figures` is the statistics door's own connection: it can touch no table of cases.
    `pepper` is 32 secret bytes that no database holds. `sign` signs a release's manifest;
    `signed_by` is the public half (Ed25519, 32 bytes), `audited_by` that of the key that signs the
    audit. `open_bucket` follows from a person's key
    to a bucket's; `record_release` and `record_lift` put what was drawn and allowed into the
    audit, which the statistics door cannot do for itself. `may` is the table of who has which
    right.
    `prover` signs proofs of filing, where this process has the key.
    `trust` says which public keys the organisation vouches for. `regrant` lets a person's keys
    (the id, if it is known, and the key) do beside the pages what hangs on former keys; it returns
    at once.
    """

    settings: Settings
    database: Database
    figures: Database
    store: Store
    reference: Reference
    catalogues: Mapping[str, Catalogue]
    clock: Clock
    pepper: bytes
    sign: Callable[[bytes], bytes]
    signed_by: bytes
    audited_by: bytes
    open_bucket: Callable[["Key", "Bucket"], "Key"]
    record_release: Callable[["Key", str], None]
    record_lift: "RecordLift"
    may: Callable[["Role", Right], bool]
    trust: "Vouching"
    prover: "Prover | None"
    regrant: Callable[[bytes | None, "Key"], None]

    def close(self) -> None:
        """Give all database connections back."""
        self.database.close()
        self.figures.close()


def attach(app: Flask, services: Services) -> None:
    """Give an application its services."""
    app.extensions[_NAME] = services


def services() -> Services:
    """Return the services of the application that is answering."""
    return cast("Services", current_app.extensions[_NAME])
