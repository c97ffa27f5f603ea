"""Who looks after the sample newspaper's comments: one of each role, to be tried out."""

from dataclasses import dataclass

from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff
from commentbox.services.work import Work

PASSWORD = "lamps-along-the-river"  # noqa: S105 - printed for everybody who starts the demo


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """`what` is how the start says it."""

    what: str
    name: str
    role: Role
    sections: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{'section' if self.sections else self.role.value}@demo.example"


STAFF = (
    SignIn(what="a moderator", name="Ada Desk", role=Role.MODERATOR),
    SignIn(what="… of one section", name="Wim Bank", role=Role.MODERATOR, sections=("/embankment",)),
    SignIn(what="a lead", name="Lea Dunn", role=Role.LEAD),
    SignIn(what="legal", name="Les Bar", role=Role.LEGAL),
    SignIn(what="an analyst", name="Ann Sum", role=Role.ANALYST),
    SignIn(what="an admin", name="Bo Chief", role=Role.ADMIN),
)


def add_desk(work: Work, site_key: str) -> None:
    for each in STAFF:
        add_staff(
            work,
            name=each.name,
            email=each.email,
            password=PASSWORD,
            site_key=site_key,
            role=each.role,
            sections=each.sections,
        )
