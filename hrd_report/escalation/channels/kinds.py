"""Which channels there are, what each asks for, and the addressees' own codes. Sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from hrd_report.escalation import inline
from hrd_report.i18n.marks import N_

Hand = Literal["program", "person"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A channel. `hand`: who lets it leave. `reasons`: the addressee's codes and our words.

    `account`: kind of account of the organisation that it needs, or nothing. `key`: the kind of
    the addressee's key. `longest`: letters of its text, 0 for any. `platforms`: whose way this
    is; none named means anybody's. `alone`: they have no other way. `files`: it carries evidence.
    """

    id: str
    label: str
    note: str
    hand: Hand = "program"
    account: str = ""
    key: Literal["", "openpgp", "age"] = ""
    target: str = ""
    longest: int = 0
    platforms: tuple[str, ...] = ()
    alone: bool = False
    files: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def inline(self) -> bool:
        """Whether evidence lies inside the report itself: the mail around it is its only seal."""
        return self.id in inline.CHANNELS


_OZONE: Final = "tools.ozone.report.defs#reason"

KINDS: Final = (
    Kind(
        "email",
        N_("E-mail"),
        N_("To the address in the draft; encrypted where you know their OpenPGP key."),
        key="openpgp",
        files=True,
    ),
    Kind(
        "form",
        N_("Their form, by hand"),
        N_("A block to copy for each field; you send it and say so."),
        hand="person",
    ),
    Kind(
        "mastodon",
        N_("Mastodon report"),
        N_("By the organisation’s own account, to the server of that account."),
        account="mastodon",
        longest=1000,
        platforms=("mastodon",),
        reasons={
            "other": N_("Other"),
            "violation": N_("Breaks rules of the server"),
            "legal": N_("Illegal"),
            "spam": N_("Spam"),
        },
    ),
    Kind(
        "atproto",
        N_("Bluesky report"),
        N_("By the organisation’s own account, to its moderation service."),
        account="atproto",
        longest=2000,
        platforms=("bluesky",),
        reasons={
            _OZONE + "HarassmentTargeted": N_("Targeted harassment"),
            _OZONE + "HarassmentDoxxing": N_("Doxxing"),
            _OZONE + "HarassmentHateSpeech": N_("Hate speech"),
            _OZONE + "HarassmentTroll": N_("Trolling"),
            _OZONE + "ViolenceThreats": N_("Threats of violence"),
            _OZONE + "MisleadingImpersonation": N_("Impersonation"),
            _OZONE + "MisleadingBot": N_("Fake account"),
            _OZONE + "SexualNCII": N_("Intimate images without consent"),
            _OZONE + "SexualDeepfake": N_("Sexual deepfake"),
            _OZONE + "Other": N_("Other"),
        },
    ),
    Kind(
        "xarf",
        N_("E-mail with XARF"),
        N_("For hosts and registrars: the letter, and a report that their programs read."),
        platforms=("hosting_provider", "domain_registrar"),
        key="openpgp",
        files=True,
        reasons={
            "phishing": N_("Phishing"),
            "malware": N_("Malware"),
            "exposed_data": N_("Personal data shown"),
        },
    ),
    Kind(
        "lumen",
        N_("Public copy at Lumen"),
        N_("Everybody can read it. It names the organisation and the platform, nobody else."),
        account="lumen",
        platforms=("lumen",),
        alone=True,
        reasons={
            "PrivateInformation": N_("Private information"),
            "DataProtection": N_("Data protection"),
            "Defamation": N_("Defamation"),
            "GovernmentRequest": N_("Request of a government"),
            "Other": N_("Other"),
        },
    ),
    Kind(
        "letter",
        N_("Printed letter"),
        N_("A page to print, sign and post; you say on which day."),
        hand="person",
        target=N_("Postal address"),
    ),
    Kind(
        "package",
        N_("Sealed package for a partner"),
        N_("A file that only the partner’s key opens, with a mark of its own in each copy."),
        hand="person",
        key="age",
        files=True,
        target=N_("Name of the partner"),
    ),
)
_BY_ID: Final = {one.id: one for one in KINDS}


def kind(name: str) -> Kind | None:
    """Return a channel by its code, or nothing."""
    return _BY_ID.get(name)


def for_platform(platform: str) -> tuple[Kind, ...]:
    """Return the channels that lead to an addressee: its own first."""
    fitting = [one for one in KINDS if not one.platforms or platform in one.platforms]
    if any(one.alone for one in fitting):
        return tuple(one for one in fitting if one.alone)
    return tuple(sorted(fitting, key=lambda one: platform not in one.platforms))
