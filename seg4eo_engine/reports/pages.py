"""Reports as HTML in one file: no scripts, nothing to load, simple enough for the viewer in QGIS."""

import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from seg4eo_engine.reports import words


def page_environment() -> Environment:
    """Where templates are found, by their path in this package, with filters for numbers and names."""
    environment = Environment(
        loader=PackageLoader("seg4eo_engine.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "counted": words.counted,
        "patches": words.patches,
        "number": words.number,
        "percent": words.percent,
        "length_text": words.length,  # jinja's own length counts
        "sentence": words.sentence,
        "widths": words.widths,
        "breakable": _breakable,
        "unbroken": _unbroken,
        "zip": zip,
    }
    return environment


def _breakable(text: str) -> Markup:
    """A name that may be long, escaped, and broken into lines where a person would."""
    return Markup(re.sub(r"([_.-])(?=\w)", r"\1<wbr>", str(escape(text))))


def _unbroken(text: str) -> str:
    """A few words that stay on one line."""
    return text.replace(" ", "\u00a0")
