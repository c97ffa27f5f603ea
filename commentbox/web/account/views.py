"""Every module that hangs views on the account's blueprint."""

from commentbox.web.account import (
    comments,
    data,
    deletion,
    doors,
    email,
    letters,
    passkeys,
    password,
    people,
    profile,
    sessions,
)

VIEWS = (comments, data, deletion, doors, email, letters, passkeys, password, people, profile, sessions)
