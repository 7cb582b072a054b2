"""Every route of the desk's API, gathered. Answers nothing itself."""

from hrd_report.desk.views.api import case, queue
from hrd_report.desk.views.api.frame import blueprint

__all__ = ["blueprint", "case", "queue"]
