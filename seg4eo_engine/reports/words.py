"""Numbers, lists and lengths as people write them."""

import math
from collections.abc import Sequence

SHOWN = 3


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 patch``, ``1,200 patches``; the plural is by ``s`` unless given."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def patches(number: int, kind: str = "") -> str:
    """``1 test patch``, ``3 patches``."""
    return counted(number, f"{kind} patch".strip(), f"{kind} patches".strip())


def listed(names: Sequence[str], shown: int = SHOWN) -> str:
    """``a``, ``a and b``, ``a, b and c``, ``a, b, c and 4 more``."""
    if len(names) > shown:
        return f"{', '.join(names[:shown])} and {len(names) - shown:,} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def number(value: float) -> str:
    """A measured value with three figures: ``0.0123``, ``4.56``, ``1,230``, ``12,345``."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "–"
    if abs(value) >= 100:
        return f"{value:,.0f}".replace("-", "−")
    digits = 2 - math.floor(math.log10(abs(value)))
    if digits > 8:
        return f"{value:.2g}".replace("-", "−")
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def percent(share: float) -> str:
    """A share: ``0 %``, ``< 0.1 %``, ``0.4 %``, ``12 %``; 99.9 % is not yet all."""
    if share <= 0 or share >= 1:
        return f"{share:.0%}".replace("%", " %")
    if share < 0.001:
        return "< 0.1 %"
    if share > 0.999:
        return "> 99.9 %"
    digits = 1 if share < 0.0995 or share > 0.9905 else 0
    return f"{share * 100:.{digits}f} %"


def length(metres: float) -> str:
    """A length on the ground: ``40 cm``, ``12.5 m``, ``1.28 km``."""
    if 0 < metres < 1:
        return f"{number(metres * 100)} cm"
    if metres < 1000:
        return f"{number(metres)} m"
    return f"{number(metres / 1000)} km"


def widths(value: float) -> str:
    """A distance in widths of a patch: ``1 patch width``, ``0.5 patch widths``."""
    text = number(value)
    return f"{text} patch width{'' if text == '1' else 's'}"


def sentence(text: str) -> str:
    """A clause as a sentence: ``so it is lost`` becomes ``It is lost.``"""
    text = text.removeprefix("so ")
    return text[:1].upper() + text[1:] + "."
