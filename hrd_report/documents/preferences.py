"""What a member of staff prefers to see, and how much of it. Sealed to that person's own key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ViewingDocument:
    """How evidence is first shown in full, and after how many things a day to ask for a break."""

    blur: bool = True
    grey: bool = True
    limit: int = 20
