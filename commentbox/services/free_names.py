"""Whether a name is anybody's to take."""

from commentbox.domain.errors import Invalid
from commentbox.domain.people import is_reserved, name_key
from commentbox.services.work import Work
from commentbox.store.people import person_by_name_key
from commentbox.store.sites import all_sites


def check_free(work: Work, name: str) -> None:
    """Raises `Invalid` for a name that speaks for the newsroom, and for one somebody has."""
    key = name_key(name)
    if is_reserved(key, [site.name for site in all_sites(work.session)]):
        raise Invalid(
            "reserved_name", "This name could be taken for the newsroom’s. Choose another.", field="name"
        )
    if person_by_name_key(work.session, key) is not None:
        raise name_taken()


def is_free(work: Work, name: str) -> bool:
    try:
        check_free(work, name)
    except Invalid:
        return False
    return True


def name_taken() -> Invalid:
    return Invalid(
        "name_taken", "Somebody has this name, or one that looks like it. Choose another.", field="name"
    )
