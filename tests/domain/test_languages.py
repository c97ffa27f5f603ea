"""Which language somebody is answered in."""

import pytest

from commentbox.domain.languages import choose, is_tag

OFFERED = ("ar", "de", "en", "fr", "pt", "zh-Hant")


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (["de"], "de"),
        (["de-AT"], "de"),
        (["DE_ch"], "de"),
        (["pt-BR"], "pt"),
        (["zh-Hant-TW"], "zh-Hant"),
        (["zh-Hant"], "zh-Hant"),
        (["zh"], "zh-Hant"),
        (["zh-CN", "fr"], "fr"),
        (["ja"], "en"),
        (["", "de"], "de"),
        (["../../etc", "de\n", "fr"], "fr"),
        (["en-US", "de"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_that_is_there_is_chosen(wanted: list[str], chosen: str) -> None:
    assert choose(wanted, OFFERED) == chosen


@pytest.mark.parametrize("text", ["", "d", "de-", "de;q=1", "x" * 40, "de-" + "a" * 40, "*"])
def test_what_names_no_language_is_none(text: str) -> None:
    assert not is_tag(text)
