"""Nobody but the newsroom speaks for the newsroom."""

import pytest

from commentbox.domain.people import is_reserved, name_key

SITES = ["The Daily Example", "Kurier"]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "admin",
            "Admin",
            "ADMIN",
            "Adm1n",
            "4dmin",
            "A.d.m.i.n",
            "Admin 2",
            "The Admin",
            "Super Admin",
            "Admin Team",
        ),
        *(
            "Administrator",
            "Moderator",
            "m0derat0r",
            "Moderator News",
            "Anna Moderator",
            "xXModeratorXx",
            "Mod",
        ),
        *(
            "Editor",
            "Editors",
            "The Editors",
            "Deputy Editor",
            "Newsroom",
            "Staff",
            "Staff 3",
            "Support",
            "Support Team",
        ),
        *(
            "Official",
            "Official Support",
            "Commentbox",
            "Commentbox Help",
            "Redaktion",
            "Die Redaktion",
            "Rédaction",
        ),
        *("Redacción", "Redactie", "Modérateur", "root", "Help", "deleted", "Anonymous", "Аdmin", "ꓮꓓꓟꓲꓠ"),
        *(
            "The Daily Example",
            "Daily Example",
            "daily-example",
            "Daily Example Editor",
            "D4ily Ex4mple",
            "Kurier Online",
        ),
    ],
)
def test_nobody_speaks_for_the_newsroom(name: str) -> None:
    assert is_reserved(name_key(name), SITES)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Mina",
            "Badminton Fan",
            "Staffan",
            "Stafford",
            "Joe Root",
            "Boto",
            "Editha",
            "Modesta",
            "Admina",
            "Supriya",
        ),
        *(
            "Helper Bee",
            "Daily Reader",
            "Exampleton",
            "Kuriera",
            "Theo",
            "Newsome",
            "Citizen Journalist",
            "Botond",
        ),
    ],
)
def test_honest_names_are_free(name: str) -> None:
    assert not is_reserved(name_key(name), SITES)


@pytest.mark.parametrize("sites", [[], [""], ["The News"], ["!"]])
def test_an_odd_site_name_reserves_nothing_else(sites: list[str]) -> None:
    assert not is_reserved(name_key("Mina"), sites)
