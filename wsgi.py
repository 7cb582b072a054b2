"""What a web server is pointed at: `gunicorn wsgi:app`."""

import os

from hrd_report.app import build_services, create_app
from hrd_report.cli import memory
from hrd_report.settings import Settings

memory.never_dumped()
app = create_app(build_services(Settings.from_environ(os.environ)))  # noqa: TID251 - the outermost edge
