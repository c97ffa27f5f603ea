"""What a search takes for the words it looks for."""

import pytest

from commentbox.domain.errors import Invalid
from commentbox.domain.search import MAX_QUERY, Query


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("bridge", "The Bridge is for people."),
        ("BRIDG", "Two bridges!"),
        ("people bridge", "The bridge is for people."),
        ("cafe", "At the café"),
        ("Café", "At the cafe"),
        ("strasse", "Auf der Straße"),
        ("don't", "I don’t know, don't ask"),
        ("橋", "この橋は人のためです"),
        ("人の", "この橋は人のためです"),
        ("мост", "Это МОСТ."),
        ("c3", "Bus C3, please"),
    ],
)
def test_it_is_found(query: str, text: str) -> None:
    assert Query.parse(query).is_in(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("ridge", "The bridge"), ("bridge tram", "The bridge"), ("bridges", "The bridge"), ("橋", "人のため")],
)
def test_it_is_not_found(query: str, text: str) -> None:
    assert not Query.parse(query).is_in(text)


@pytest.mark.parametrize("query", ["", " ", "a", "!?", "%", "x" * (MAX_QUERY + 1), None])
def test_what_cannot_be_looked_for_is_said(query: object) -> None:
    with pytest.raises(Invalid) as caught:
        Query.parse(query)
    assert (caught.value.code, caught.value.field) == ("bad_query", "q")


def test_signs_with_a_meaning_elsewhere_have_none_here() -> None:
    assert Query.parse("50% (off)").words == ("50", "off")
    assert not Query.parse("b.idge").is_in("bridge")
