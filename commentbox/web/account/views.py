"""Every module that hangs views on the account's blueprint."""

from commentbox.web.account import (
    comments,
    conversations,
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
    standing,
)

VIEWS = (
    comments,
    conversations,
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
    standing,
)
