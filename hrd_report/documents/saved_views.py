"""Views of the queue that somebody saved, or a team. Sealed: a name may say what it is about."""

from dataclasses import dataclass

from hrd_report.sealed import Plain


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SavedView:
    """A name somebody typed, and the codes of the choices it stands for."""

    name: Plain
    urgency: str = ""
    state: str = ""
    held: str = "anybody"
    over: bool = False
    asleep: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SavedViews:
    """All views of one person, or of one team."""

    views: tuple[SavedView, ...] = ()
