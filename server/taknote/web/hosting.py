r"""For hosting: the service as a WSGI application, several workers over one database.

    TAKNOTE_TOKEN=… TAKNOTE_DATABASE_URL=postgresql+psycopg://… \
        gunicorn --workers 2 --threads 4 "taknote.web.hosting:create()"

Nothing is kept between requests that another worker would need. Callers send the token; TLS is the
business of the proxy in front.
"""

from __future__ import annotations

import os

from flask import Flask

from taknote.memory import Memory
from taknote.web import create_app, warm_up
from taknote.web.server import DATABASE
from taknote.web.settings import Settings

TOKEN = "TAKNOTE_TOKEN"


def create() -> Flask:
    """Make the application from the environment.

    Raises:
        RuntimeError: the token or the database's address is missing.
        UnusableMemoryError: the database can't be used.
    """
    token, url = os.environ.get(TOKEN, ""), os.environ.get(DATABASE, "")
    if not token or not url:
        raise RuntimeError(f"Hosting takes {TOKEN} and {DATABASE}.")
    warm_up()
    return create_app(Settings("0.0.0.0", token=token), Memory(url=url))
