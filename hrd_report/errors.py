"""What can go wrong, in our own words. Knows no HTTP number and carries nobody's words."""

from collections.abc import Sequence


class HrdError(Exception):
    """A refusal the program expects. `code` is stable; the message is for developers.

    What the reader sees is the catalogue's sentence for `code`, in their language.
    """

    code = "refused"


class NotFound(HrdError):
    """There is no such thing, or not for this person: the two are never told apart."""

    code = "not_found"


class NotAllowed(HrdError):
    """This person may not do this."""

    code = "not_allowed"


class Damaged(HrdError):
    """Sealed bytes were altered, cut short or are for another key. Nothing was released."""

    code = "damaged"


class NotVouched(Damaged):
    """Nobody vouches for the keys that new things would be sealed to, so nothing is sealed.

    `reason`, stable: `no_owner`, `no_roster`, `unsigned`, `other_owner`, `altered`, `not_begun`,
    `over`, `older`, `not_endorsed`, `team_older`. `team`: the name of the team it is about.
    """

    code = "closed"

    def __init__(self, reason: str, *, team: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.team = team


class WrongReceipt(HrdError):
    """No report answers to this receipt, or too many words are wrong."""

    code = "wrong_receipt"


class WrongPassword(HrdError):
    """Name, password or code is wrong; which of them is never said."""

    code = "wrong_password"


class Invalid(HrdError):
    """What was sent does not fit. `fields` maps a field's name to stable codes of what is wrong."""

    code = "invalid"

    def __init__(self, fields: dict[str, list[str]]) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields = fields


class TooLarge(HrdError):
    """A body or a file is over its limit (`limit`, bytes)."""

    code = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"over {limit} bytes")
        self.limit = limit


class LastHolder(HrdError):
    """Nobody but recovery would hold a team's key or these cases (`cases`, their numbers)."""

    code = "last_holder"

    def __init__(self, *, team: str | None = None, cases: Sequence[str] = ()) -> None:
        super().__init__("the last holder of a key")
        self.team = team
        self.cases = tuple(cases)


class Conflict(HrdError):
    """Somebody else changed it meanwhile, or it is already under way."""

    code = "conflict"


class NotTaken(HrdError):
    """Nobody took this case, so nobody opens it."""

    code = "not_taken"


class OtherBody(HrdError):
    """The same Idempotency-Key came with another body."""

    code = "idempotency_mismatch"


class Stale(Conflict):
    """The case was changed after the page was drawn that this was sent from.

    `version` is the one it has now.
    """

    code = "stale"

    def __init__(self, version: int) -> None:
        super().__init__(f"now at version {version}")
        self.version = version


class IllegalTransition(HrdError):
    """The lifecycle has no such step from here, or not for this person."""

    code = "illegal_transition"


class ConsentMissing(HrdError):
    """No valid consent covers what would leave: absent, expired or withdrawn."""

    code = "consent_missing"


class NotReady(HrdError):
    """A notice cannot be sent yet. `reasons` are stable codes, one for each thing to mend."""

    code = "not_ready"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


class BudgetSpent(HrdError):
    """The ledger has no privacy budget left for this release."""

    code = "budget_spent"


class Interrupted(HrdError):
    """Two wrote to the same at one moment, and this one was thrown out. Nothing was kept."""

    code = "interrupted"


class Unfit(HrdError):
    """A text or a number that no database holds: NUL, half a letter, twenty digits."""

    code = "unfit"


class StorageFull(HrdError):
    """The disk or the store took nothing; nothing half-written is kept."""

    code = "storage_full"


class SeenEnough(HrdError):
    """Somebody saw as much today as after which they want to be asked whether they go on."""

    code = "seen_enough"


class Busy(HrdError):
    """Too many ask for the same costly thing at once. Nothing was tried: come back soon."""

    code = "busy"


class TooOften(HrdError):
    """This name was tried in vain too often. `seconds` until it may be tried again."""

    code = "too_often"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class NotSupported(HrdError):
    """A part this machine lacks, without which the program must not run."""

    code = "not_supported"


class SettingsError(HrdError):
    """A setting is unknown, missing or not of its kind."""

    code = "settings"
