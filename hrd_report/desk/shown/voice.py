"""Says things in a reader's language. Knows what can be said, not to whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from hrd_report.i18n import formats
from hrd_report.i18n.catalogues import Catalogue
from hrd_report.i18n.marks import N_


@dataclass(frozen=True, slots=True)
class Voice:
    """A catalogue and the code of its language."""

    catalogue: Catalogue
    code: str

    def say(self, text: str, **parts: object) -> str:
        """Return a sentence, its placeholders filled."""
        said = self.catalogue.gettext(text)
        return said % parts if parts else said

    def ngettext(self, one: str, many: str, number: int, **parts: object) -> str:
        """Return the form of a sentence that fits a number."""
        return self.catalogue.ngettext(one, many, number) % {"num": number, **parts}

    def words(self, number: int) -> str:
        """Return how many words there are."""
        return self.ngettext("%(num)s word", "%(num)s words", number)

    def minutes(self, number: int) -> str:
        """Return how many minutes there are."""
        return self.ngettext("%(num)s minute", "%(num)s minutes", number)

    def left(self, length: dt.timedelta) -> str:
        """Return what is left of a clock, or how far it is over."""
        return formats.left(length, self.code)

    def short_day(self, day: dt.date) -> str:
        """Return a day without its year."""
        return formats.short_day(day, self.code)

    def day(self, day: dt.date) -> str:
        """Return a day with its year."""
        return formats.day(day, self.code)

    def near_day(self, day: dt.date, today: dt.date) -> str:
        """Return `today`, or the day without its year."""
        return self.say(N_("today")) if day == today else self.short_day(day)

    def hour(self, local: dt.datetime) -> str:
        """Return day and time as a clock shows them in the moment's own zone."""
        return formats.local(local, self.code)

    def size(self, size: int) -> str:
        """Return a number of bytes."""
        return formats.size(size, self.code)

    def language(self, code: str) -> str:
        """Return what a language is called."""
        return formats.language_name(code, self.code) if code else self.say(N_("not known"))

    def country(self, code: str) -> str:
        """Return a country's name, or that it is not known."""
        return self.say(N_("Not known")) if code == "unknown" else formats.country(code, self.code)

    def listed(self, texts: Iterable[str]) -> str:
        """Return several short texts in a row."""
        return " · ".join(self.say(text) for text in texts)
