"""The door for WSGI servers: `gunicorn wsgi:app`, `granian --interface wsgi wsgi:app`."""

from commentbox.server import make_app

app = make_app()
