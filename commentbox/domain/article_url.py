"""One article, one URL: settles everything that splits a conversation in two."""

from dataclasses import replace

from commentbox.domain.errors import Invalid
from commentbox.domain.hosts import is_loopback, without_www
from commentbox.domain.web_address import WebAddress, parse
from commentbox.domain.words import Words

MAX_LENGTH = 2_000

# What mailings, social networks and advertisers hang onto a link. None of these ever chooses an article.
# Deliberately not here: `ref`, `source`, `id`, `p`, `page`: some publishers find the article by them.
TRACKING_PREFIXES = (
    "utm_",
    "mtm_",
    "matomo_",
    "pk_",
    "piwik_",
    "hsa_",
    "at_",
    "wt_",
    "itm_",
    "_branch_",
    "__cf_",
)
_TRACKING = """
    fbclid fb_action_ids fb_action_types fb_ref fb_source igsh igshid gclid gclsrc dclid gbraid wbraid gad
    gad_source gad_campaignid srsltid msclkid twclid ttclid li_fat_id epik rdt_cid scclid sccid yclid ysclid
    mc_cid mc_eid ml_subscriber ml_subscriber_hash mkt_tok vero_id vero_conv oly_anon_id oly_enc_id _openstat
    ck_subscriber_id _hsenc _hsmi hsctatracking _ga _gl _ke cmpid cmp ocid ncid xtor s_cid s_kwcid ito
    wickedid rb_clickid ref_src ref_url ref_type guccounter guce_referrer guce_referrer_sig smid smtyp
    __twitter_impression __tn__ sr_share share_from
"""
TRACKING_NAMES = frozenset(_TRACKING.split())

# Far longer than the result may be, because a mailing's tail must not shut the box, yet no load to read.
_MAX_RAW_LENGTH = 10_000


def canonical(url: str) -> str:
    """The address every spelling of one article's URL comes to; it can itself be linked and opened.

    http and https are one article, so `https` is written, but where the scheme matters to reach the page at
    all: on this machine and on hosts with an unusual port. Dropped: `www.`, the usual port, tracking, the
    fragment, the last slash, doubled slashes. Parameters are sorted by name; equal names keep their order.
    AMP pages stay their own.
    """
    if len(url) > _MAX_RAW_LENGTH:
        raise _too_long()
    address = parse(url.strip())
    if address is None:
        raise Invalid(
            "bad_url",
            "This is not a web address. Give the article’s full address, beginning with https://.",
            field="url",
        )
    result = str(
        replace(
            address,
            scheme=_scheme(address),
            host=without_www(address.host),
            path=_path(address.path),
            query=_query(address.query),
            fragment="",
        )
    )
    if len(result) > MAX_LENGTH:
        raise _too_long()
    return result


def host_of(canonical_url: str) -> str:
    """`host` or `host:port` of what `canonical` returned."""
    return canonical_url.partition("://")[2].partition("/")[0]


def _scheme(address: WebAddress) -> str:
    return address.scheme if address.port is not None or is_loopback(address.host) else "https"


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if kept:
                kept.pop()
        elif segment not in {"", "."}:
            kept.append(segment)
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    kept = [part for part in query.split("&") if part and not _is_tracking(part)]
    return "&".join(sorted(kept, key=_name))


def _is_tracking(parameter: str) -> bool:
    name = _name(parameter).lower()
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)


def _name(parameter: str) -> str:
    return parameter.partition("=")[0]


def _too_long() -> Invalid:
    return Invalid(
        "bad_url", Words("This address is longer than {most} characters.", most=MAX_LENGTH), field="url"
    )
