"""The ways a sealed thing can be damaged, told apart for vectors and logs. Carries no content.

Callers catch `hrd_report.errors.Damaged`; the finer names follow the outcomes of the age vectors.
"""

from hrd_report.errors import Damaged


class HeaderFailure(Damaged):
    """The header is cut, is not age v1, or is not written the one canonical way."""


class NoMatch(Damaged):
    """The header is well formed, but its stanza is of another type or for another key."""


class MacFailure(Damaged):
    """The stanza opens, but the header was altered."""


class PayloadFailure(Damaged):
    """The header is right, but the payload was altered, cut short or continued."""


class Refused(Damaged):
    """Valid age, but against our own stricter rules: several stanzas, another preamble."""
