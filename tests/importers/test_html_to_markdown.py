"""HTML to our Markdown, judged by what readers see in the end."""

import re
import time
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentbox.domain.markup import to_html
from commentbox.importers.html_to_markdown import to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One.</p><p>Two.<br>Three.</p>", "One.\n\nTwo.\nThree."),
        ("<p>One.<br><br>Two.</p>", "One.\n\nTwo."),
        ("  \n One.\n\n\nTwo.\nThree. ", "One.\n\nTwo.\nThree."),
        ("<p>One\nline.</p>", "One line."),
        ("<b>b</b> <strong>s</strong> <i>i</i> <em>e</em>", "**b** **s** *i* *e*"),
        ("a<b> b </b>c", "a **b** c"),
        ("<b>a <i>b</i></b>", "**a *b***"),
        ("<i>a</i><b>b</b>", "*a*b"),
        ("<b>one<br>two</b>", "**one\ntwo**"),
        ("<b><p>one</p><p>two</p></b>", "**one**\n\n**two**"),
        ("<b>no end", "**no end**"),
        ("<b>“Quoted.”</b>then", "“Quoted.”then"),
        ("<blockquote>One.<blockquote>Two.</blockquote></blockquote>Three.", "> One.\n>\n> > Two.\n\nThree."),
        ("<ul><li>One</li><li>Two<ul><li>Three</ul></ul>", "- One\n- Two\n  - Three"),
        ("<ol><li><p>One</p><p>More</p></li><li></li><li>Two</li></ol>", "1. One\n\n   More\n2. Two"),
        ("<li>stray", "- stray"),
        ("<p>Use <code>a `tick`</code>.</p>", "Use `` a `tick` ``."),
        ("<pre><code>if x:\n    y</code></pre>", "```\nif x:\n    y\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("Picture: <img src='https://i.example/a.png'>", "Picture: https://i.example/a.png"),
        ("<h2>Title</h2><table><tr><td>cell</td></tr></table>", "Title\n\ncell"),
        ("a<script>b<b></script>c<style>d</style>e<!-- f -->", "ace"),
        ("a<script>never closed", "a"),
        ("&lt;b&gt; &amp;amp; &#x1F600;", r"\<b> \&amp; 😀"),
        ("1 < 2, I <3 you", "1 < 2, I <3 you"),
        ('<a href="https://a.example/"> </a>', ""),
        ("", ""),
    ],
)
def test_what_is_kept(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading",
        "- not a list",
        "+ nor this",
        "1. Mai",
        "> no quotation",
        "*stars* and __lines__ and snake_case_name",
        "`no code` ``` ~~~",
        "[no](https://link.example)",
        "back\\slash \\* \\",
        "&amp; &lt; &copy; AT&T",
        "<script>alert(1)</script>",
        "=====",
        "***",
    ],
)
def test_what_looks_like_markdown_is_shown_as_it_was(text: str) -> None:
    assert _seen(to_html(to_markdown(f"<p>{escape(text)}</p>"))) == _joined(text)


@pytest.mark.parametrize(
    ("html", "href", "text"),
    [
        (
            '<a href="https://paper.example/a/long_one" title="x">https://paper.example/a/lo...</a>',
            "https://paper.example/a/long_one",
            "https://paper.example/a/long_one",
        ),
        (
            'x<a href="https://paper.example/a">paper.example/…</a>y',
            "https://paper.example/a",
            "https://paper.example/a",
        ),
        ('(<a href="https://w.example/a_(b)">w</a>)', "https://w.example/a_%28b%29", "w (w.example)"),
        (
            '<a href="https://evil.example/">https://bank.example</a>',
            "https://evil.example/",
            "https://evil.example/",
        ),
        (
            '<a href="https://a.example/?x=1&amp;y=2"><b>mine</b></a>',
            "https://a.example/?x=1&y=2",
            "mine (a.example)",
        ),
        (
            '<a href="https://disq.us/url?url=https%3A%2F%2Fa.example%2Fb%3AxY7_q&amp;cuid=1">that</a>',
            "https://a.example/b",
            "that (a.example)",
        ),
        ("see https://a.example/b_c_d.", "https://a.example/b_c_d", "https://a.example/b_c_d"),
        ("<b>https://a.example/b</b>: yes", "https://a.example/b", "https://a.example/b"),
    ],
)
def test_a_link_leads_where_it_led_and_says_so(html: str, href: str, text: str) -> None:
    shown = to_html(to_markdown(html))
    found = re.search(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', shown)
    assert found is not None, shown
    assert (unescape(found[1]), found[2]) == (href, text)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "/local", "//host.example", "data:text/html,x", "http://[", ""]
)
def test_other_addresses_leave_only_their_text(href: str) -> None:
    assert to_markdown(f'<a href="{href}">here</a>') == "here"


@pytest.mark.parametrize(
    "piece",
    ["<blockquote>", "<b>", "<ul><li>", "<div>", "<i><b>", "<pre>", "<a href='https://a.example/'>"],
)
def test_ten_thousand_nested_elements_are_no_problem(piece: str) -> None:
    assert _seen(to_html(to_markdown(piece * 10_000 + "deep"))).startswith("deep")


@pytest.mark.parametrize(
    "piece",
    [
        "<a",
        "<a x=",
        "<a href='",
        "<!--",
        "<![CDATA[",
        "<?",
        "</",
        "&",
        "[",
        "*",
        "<b>*</b>",
        "</ul>",
        "<ol></ul>",
        *("<br> ", "https://a.b/) ", "<b>.</b>", '<a b"=\'x">', "<code>`</code>a"),
    ],
)
def test_broken_html_takes_time_in_proportion(piece: str) -> None:
    """Each of these took minutes, or would, in a parser or converter that looks ahead anew every time."""
    start = time.process_time()
    to_markdown(piece * (60_000 // len(piece)))
    assert time.process_time() - start < 5


_WORDS = st.text(alphabet="ab1 .,:;!?()*_`~[]\\-+=#&|'\"/@é€\n<>", max_size=12).map(
    lambda text: escape(text, quote=False)
) | st.sampled_from(
    ["https://a.example/b_c", "http://d.example/(e)?f=1&amp;g.", "https://", "1. ", "- ", "😀"]
)


def _wrapped(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["b", "i", "strong", "code", "p", "blockquote", "div", "ul", "ol", "li"])
    several = st.lists(inside, max_size=4).map("".join)
    return st.tuples(tags, several).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>") | st.just("<br>")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.recursive(_WORDS, _wrapped, max_leaves=8), max_size=5).map("".join))
def test_no_text_is_lost_or_added(html: str) -> None:
    assert _seen(to_html(to_markdown(html))) == _seen(html)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _seen(html: str) -> str:
    """The text, but for white space."""
    parser = _Texts()
    parser.feed(html)
    parser.close()
    return _joined("".join(parser.found))


def _joined(text: str) -> str:
    return "".join(text.split())
