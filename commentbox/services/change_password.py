"""A new password for somebody who knows the old one, or has none yet."""

from commentbox.domain.words import Words
from commentbox.services.letter import write
from commentbox.services.passwords import hash_new_password
from commentbox.services.sure import Sure
from commentbox.services.tokens import hash_token
from commentbox.services.work import Work
from commentbox.store.people import PersonRow, lock_person
from commentbox.store.resets import drop_resets_of
from commentbox.store.sessions import end_other_sessions


def change_password(work: Work, sure: Sure, password: object) -> None:
    """Signs its owner out everywhere but here, and writes to them. Links to set another one are dead."""
    person = work.session.get_one(PersonRow, sure.id)
    password_hash = hash_new_password(work.settings, password, name=person.name, email=person.email or "")
    lock_person(work.session, person.id)
    person.password_hash = password_hash
    drop_resets_of(work.session, person.id)
    end_other_sessions(work.session, person.id, hash_token(sure.token))
    text = Words(
        "the password of your account was changed just now, and you were signed out everywhere"
        " else. If it was you, you need do nothing.\n\n"
        "If it was not you, set another password at once: {base_url}/forgot",
        base_url=work.settings.base_url,
    )
    write(work, person, "Your password was changed", text)
