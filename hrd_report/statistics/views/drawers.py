"""Puts together what drawing needs, for pages and for the command alike."""

from functools import partial

from hrd_report.statistics.actions import Signer
from hrd_report.statistics.files import Words
from hrd_report.statistics.plots import told
from hrd_report.statistics.releasing import Drawer
from hrd_report.web.services import Services


def drawer(parts: Services, workers: int = 1) -> Drawer:
    """Return what drawing needs, from the services."""
    settings = parts.settings
    words = Words(parts.reference.codes, settings.languages, settings.organisation)
    return Drawer(
        database=parts.figures,
        lists=parts.reference.codes,
        clock=parts.clock,
        signer=Signer(parts.signed_by, parts.sign),
        charts=partial(told.charts, words=words),
        languages=settings.languages,
        organisation=settings.organisation,
        epsilon=settings.figures_epsilon,
        hidden=settings.hidden_countries,
        workers=workers,
    )
