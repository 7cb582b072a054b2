"""What a team watches. Sealed to the team."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WatchedDocument:
    """Hashtags, in their normal form, that many name for good reasons: they join no cases."""

    hashtags: tuple[str, ...] = ()
