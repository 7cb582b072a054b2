"""Read before the operator's command is forked: what each one would read anew."""

from hrd_report.i18n import catalogues
from hrd_report.reference.load import load

catalogues.load()
load()
