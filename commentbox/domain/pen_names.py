"""A friendly name for who brings none that is free: `Quiet Amber Heron`, and never a number behind it."""

import hashlib
from collections.abc import Iterator

_TRIES = 100  # of 64,000 names; who finds them all taken has more readers than most

# fmt: off
_MANNERS = """
    Quiet Brisk Merry Gentle Steady Early Patient Candid Lively Nimble Thoughtful Cheerful Curious
    Faithful Hardy Homely Idle Jolly Keen Kindly Light Lone Mellow Mild Modest Neat Northern Plain
    Ready Sober Sunny Tidy Tranquil Upland Wary Wandering Western Wintry Witty Young
""".split()  # noqa: SIM905 - as they are read
_COLOURS = """
    Amber Ashen Azure Bronze Brown Buff Chestnut Copper Coral Cream Crimson Dappled Dun Fawn Ginger
    Golden Green Grey Hazel Indigo Ivory Jade Lilac Mauve Ochre Olive Pearl Pied Plum Roan Rose Ruby
    Russet Sable Sandy Scarlet Silver Speckled Tawny Umber
""".split()  # noqa: SIM905 - as they are read
_ANIMALS = """
    Avocet Badger Bittern Curlew Dabchick Dipper Dormouse Dunlin Eider Finch Gannet Godwit Goldcrest
    Grebe Hare Hedgehog Heron Kestrel Kingfisher Lapwing Linnet Marten Merlin Nuthatch Osprey Otter
    Oyster Pipit Plover Puffin Redstart Robin Skylark Sparrow Starling Swallow Swift Teal Wagtail
    Wren
""".split()  # noqa: SIM905 - as they are read
# fmt: on


def pen_names(whom: str) -> Iterator[str]:
    """Names to try one after the other; the same person always gets the same ones in the same order."""
    for number in range(_TRIES):
        drawn = hashlib.sha256(f"{number}\0{whom}".encode("utf-8", "surrogatepass")).digest()
        lists = (_MANNERS, _COLOURS, _ANIMALS)
        yield " ".join(
            words[int.from_bytes(drawn[at * 4 : at * 4 + 4], "big") % len(words)]
            for at, words in enumerate(lists)
        )
