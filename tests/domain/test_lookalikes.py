"""Names that look alike have one key, whatever alphabet they are written in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentbox.domain.errors import Invalid
from commentbox.domain.people import clean_name, name_key

_SAME = {
    "Mina": ["mina", "MINA", "M i n a", "M.i-n_a", "Mína", "Mlna", "M1na", "Mına", "Міпа", "ᴍɪɴᴀ", "Ｍina"],
    "Paolo": ["paolo", "Рaolo", "ΡΑΟLΟ", "Раоlо", "Pa0l0", "Paoio", "Påølo"],
    "Anna": ["ΑΝΝΑ", "Ánna", "Аппа", "ꓮꓠꓠꓮ", "Aňňa"],
    "Bernard": ["Bemard", "bem ard", "Вernаrd", "Ƀernard"],
    "Vivvy": ["Viwy"],
    "Νίκος": ["ΝΙΚΟΣ", "νικος", "Νικοσ"],
    "Straße": ["strasse", "STRASSE"],
    "Łukasz": ["Lukasz", "Iukasz", "1ukasz"],
    "Omar": ["0mar", "Оmar", "Ømar", "Omаr", "Оmаг"],
    "Kim2": ["Kim２", "Кim2", "Kim٢", "Kim२"],
    "cecil": ["сeсіl", "ceciI", "CECIL", "Çeçíl"],
    "sosex": ["ѕoѕeх", "sоsеx"],
    "Tom": ["ᎢOM", "Тom", "ТОМ", "ΤΟΜ", "ꓔꓳꓟ", "Tᴏm"],
}


@pytest.mark.parametrize(
    ("name", "other"), [(name, other) for name, others in _SAME.items() for other in others]
)
def test_names_that_look_alike_have_one_key(name: str, other: str) -> None:
    assert name_key(other) == name_key(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mina", "Nina"),
        ("Anna", "Hanna"),
        ("राम", "रमा"),
        ("Мария", "Марина"),
        ("Kim2", "Kim3"),
        ("김철수", "김철호"),
        ("山田", "山口"),
        ("محمد", "محمود"),
        ("Tom", "Tim"),
        ("Clara", "Dara"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(st.text(max_size=50))
def test_a_key_is_final_and_no_name_breaks_it(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
    try:
        name = clean_name(text)
    except Invalid:
        return
    assert name_key(name)
    assert clean_name(name) == name
