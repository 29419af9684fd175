"""How Chinese is read aloud, for the search index. pypinyin is imported only inside: it costs a third of a second."""

from collections.abc import Iterator, Sequence

_OTHER = """
    重:chong 长:zhang 行:hang 调:tiao 乐:yue 率:shuai 传:zhuan 参:shen 还:hai 会:kuai 降:xiang 校:jiao 车:ju 单:shan
    藏:zang 朝:zhao 都:dou 角:jue 觉:jiao 卡:qia 落:la 模:mu 省:xing 石:dan 弹:tan 血:xie 系:ji 薄:bo 差:chai 称:chen
    给:ji 没:mo 券:juan 度:duo 柜:ju 曾:zeng 乘:sheng 厦:xia 仇:qiu 区:ou 查:zha 宿:xiu 着:zhao 色:shai 巷:hang
"""
_OTHER_READINGS = dict(pair.split(":") for pair in _OTHER.split())
"""The second reading of characters that people spell in two ways; the dictionary gives the first or this one."""
_MOST = 4
"""Readings of one text that are kept, the usual one first."""


def sounds_of(text: str) -> Iterator[tuple[str, ...]]:
    """The syllables of `text`, letters and digits one by one: first as its words are read, then, for each character
    that stands in no word of the dictionary, with its other reading.
    """
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.seg.mmseg import seg

    chars = [c for c in text if c.isalnum()]
    usual = tuple(s.casefold() for s in lazy_pinyin("".join(chars), errors=list))  # type: ignore[arg-type]
    yield usual
    if len(usual) != len(chars):
        return
    place, given = 0, 1
    for word in seg.cut("".join(chars)):
        other = _OTHER_READINGS.get(word)
        if other and word not in PHRASES_DICT and other != usual[place] and given < _MOST:
            given += 1
            yield (*usual[:place], other, *usual[place + 1 :])
        place += len(word)


def table_of_sounds() -> str:
    """The usual reading of the 6,763 characters of GB 2312, a line a syllable: `a:阿啊…`."""
    from pypinyin import lazy_pinyin

    lines: dict[str, list[str]] = {}
    for char in _gb_2312():
        lines.setdefault(lazy_pinyin(char)[0], []).append(char)
    return "".join(f"\n{sound}:{''.join(chars)}" for sound, chars in sorted(lines.items())) + "\n"


def spelled(sounds: str, text: str) -> Sequence[str] | None:
    """The syllables of `text` by a table of sounds, other letters as they are; None where a character is not in it."""
    found = []
    for char in text:
        if char.isascii():
            found.append(char)
            continue
        place = sounds.find(char)
        if place < 0:
            return None
        start = sounds.rfind("\n", 0, place) + 1
        found.append(sounds[start : sounds.index(":", start)])
    return found


def _gb_2312() -> Iterator[str]:
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
