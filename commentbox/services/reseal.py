"""After a change of the secret key, what was sealed with the old one is sealed anew."""

from collections.abc import Iterator

from commentbox.services.classifiers import classifier_purpose
from commentbox.services.doors import door_purpose
from commentbox.services.factors import APP
from commentbox.services.seal import sealed_anew
from commentbox.services.sso_keys import key_purpose
from commentbox.services.work import Work
from commentbox.store.classifiers import classifier_of
from commentbox.store.doors import doors_of_site
from commentbox.store.factors import all_authenticators
from commentbox.store.sites import all_sites
from commentbox.store.sso_keys import keys_of_site

Sealed = tuple[object, str, str]  # a row, the name of what is sealed in it, and what for


def reseal(work: Work) -> int:
    """How many secrets were sealed anew. Where no old secret key is set there is nothing to do."""
    if not work.settings.secret_key_old:
        return 0
    count = 0
    for row, name, purpose in _sealed(work):
        fresh = sealed_anew(work.settings, purpose, getattr(row, name) or "")
        if fresh is not None:
            setattr(row, name, fresh)
            count += 1
    return count


def _sealed(work: Work) -> Iterator[Sealed]:
    for site in all_sites(work.session):
        for door in doors_of_site(work.session, site.id):
            yield door, "sealed_secret", door_purpose(site.id, door.key)
        if (classifier := classifier_of(work.session, site.id)) is not None:
            yield classifier, "sealed_secret", classifier_purpose(site.id)
        for key in keys_of_site(work.session, site.id):
            yield key, "sealed_key", key_purpose(site.id, key.kid)
    for app in all_authenticators(work.session):
        yield app, "secret", APP
