"""What readers may mark up, and that everything else is shown as they typed it."""

import pytest

from commentbox.domain.markup import MAX_MARKS, RENDERER_VERSION, is_overloaded, to_html, to_text

REL = 'rel="nofollow ugc noopener noreferrer"'


def test_the_renderer_has_a_version() -> None:
    assert RENDERER_VERSION == 1


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("One line", "<p>One line</p>"),
        ("One\ntwo", "<p>One<br>\ntwo</p>"),
        ("One\n\ntwo", "<p>One</p>\n<p>two</p>"),
        ("*a* _b_ **c** __d__ ***e***", "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> "),
        ("snake_case_name and 2 * 3 * 4", "<p>snake_case_name and 2 * 3 * 4</p>"),
        ("> said\n\nanswer", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>answer</p>"),
        (">>x", "<blockquote>\n<blockquote>\n<p>x</p>\n</blockquote>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("1. a\n   - b\n2. c", "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>"),
        ("`x < 1`", "<p><code>x &lt; 1</code></p>"),
        ("```html\n<b>*x*</b>\n```", "<pre><code>&lt;b&gt;*x*&lt;/b&gt;\n</code></pre>"),
        (r"\*not bold\*", "<p>*not bold*</p>"),
        # Not part of it, so shown as typed.
        ("# No heading", "<p># No heading</p>"),
        ("No heading\n---", "<p>No heading<br>\n---</p>"),
        ("~~struck~~ | a | b |", "<p>~~struck~~ | a | b |</p>"),
        ("    four spaces are no code", "<p>four spaces are no code</p>"),
        ("&lt; &amp; &#x202e; &copy; &nbsp;", "<p>&amp;lt; &amp;amp; &amp;#x202e; &amp;copy; &amp;nbsp;</p>"),
        ("x <y> z & \"q\" 'a'", "<p>x &lt;y&gt; z &amp; \"q\" 'a'</p>"),
        ("<b>bold</b><br><!-- c -->", "<p>&lt;b&gt;bold&lt;/b&gt;&lt;br&gt;&lt;!-- c --&gt;</p>"),
        ("[a]\n\n[a]: x", "<p>[a]</p>\n<p>[a]: x</p>"),
        # A number that is not the start of a list is somebody's year, score or chapter.
        ("1986. What a year!", "<p>1986. What a year!</p>"),
        ("So:\n3. third\n4. fourth", "<p>So:<br>\n3. third<br>\n4. fourth</p>"),
        ("0. zero", "<p>0. zero</p>"),
        # Marks that only deceive are gone, whoever calls.
        ("pay\u202epal\u200b", "<p>paypal</p>"),
        ("a\x00b\ud800c", "<p>a\ufffdb\ufffdc</p>"),
    ],
)
def test_a_source_and_its_html(source: str, html: str) -> None:
    assert to_html(source).strip().startswith(html)


def test_rendering_twice_gives_the_same() -> None:
    source = "> *a* `b` https://paper.example/ <b>\n\n- c"
    assert to_html(source) == to_html(source)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (">" * 12 + " deep", "&gt;&gt;&gt;&gt;&gt;&gt; deep"),
        ("> " * 12 + "deep", "&gt; &gt; &gt; &gt; &gt; &gt; deep"),
        ("- " * 12 + "deep", "- - - - - - - - - deep"),
        ("1. " * 9 + "deep", "1. 1. 1. 1. 1. 1. deep"),
        ("> - " * 6 + "deep", "deep"),
        ("- a\n  - b\n    - c\n      - d\n        - e", "- d"),
    ],
)
def test_what_is_nested_too_deep_is_shown_as_text(source: str, shown: str) -> None:
    html = to_html(source)
    assert shown in html
    assert html.count("<blockquote>") + 2 * html.count("<ul>") + 2 * html.count("<ol>") <= 6


def test_after_a_list_that_is_too_deep_the_outer_ones_go_on() -> None:
    html = to_html("- a\n  - b\n    - c\n      - d\n- e")
    assert html.rstrip().endswith("<li>e</li>\n</ul>")
    assert "<li>c<br>\n- d</li>" in html


def test_emphasis_nested_beyond_reason_is_shown_as_text() -> None:
    html = to_html("*a **b *c **d *e **f f** e* d** c* b** a*")
    assert "<strong>d *e **f f** e* d</strong>" in html


def test_a_text_of_nothing_but_signs_is_shown_as_typed() -> None:
    source = "<*>_[`" * 1_000
    assert is_overloaded(source)
    assert to_html(source) == "<pre>" + "&lt;*&gt;_[`" * 1_000 + "</pre>"
    assert to_text(source + " end", 20).startswith("<*>_[`")


def test_an_honest_long_comment_is_not_taken_for_signs() -> None:
    honest = (
        "It isn't the bridge (built in 1986), it's the *road* - see https://paper.example/a-b.\n\n> No!\n\n"
    )
    assert not is_overloaded(honest * 50)
    assert not is_overloaded("<" * MAX_MARKS)
    assert is_overloaded("<" * (MAX_MARKS + 1))


@pytest.mark.parametrize(
    ("source", "limit", "text"),
    [
        ("", 10, ""),
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one more than that", 17, "one more than…"),
        ("**Bold** and *it* and `code`", 80, "Bold and it and code"),
        ("a\nb\n\n> c\n\n- d\n- e\n\n```\nf  g\n```", 80, "a b c d e f g"),
        ("[the study](https://x.example/s) says", 80, "the study (x.example) says"),
        ("<script>alert(1)</script> & &lt;", 80, "<script>alert(1)</script> & &lt;"),
        ("Well, that is it.", 6, "Well…"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("a " + "x" * 30, 10, "a " + "x" * 7 + "…"),
        ("日本語" * 9, 5, "日本語日…"),
        ("xxxxxxxxe\u0301xx", 10, "xxxxxxxx…"),
        ("aaaaaa👨\u200d👩\u200d👧aaaa", 9, "aaaaaa…"),
        ("word", 0, ""),
        ("word", 1, "…"),
        ("evil\u202etxt\u200b", 20, "eviltxt"),
        ("x\x00\ud800y", 20, "x\ufffd\ufffdy"),
    ],
)
def test_an_excerpt_is_made_from_the_source(source: str, limit: int, text: str) -> None:
    assert to_text(source, limit) == text
    assert len(text) <= limit


def test_an_excerpt_may_hold_signs_that_html_would_take_for_markup() -> None:
    assert to_text("&lt;img src=x onerror=alert(1)&gt;", 80) == "&lt;img src=x onerror=alert(1)&gt;"
    assert to_text("`<img src=x>`", 80) == "<img src=x>"
