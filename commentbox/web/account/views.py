"""Every module that hangs views on the account's blueprint."""

from commentbox.web.account import comments, email, password, people, profile, sessions

VIEWS = (comments, email, password, people, profile, sessions)
