"""The help beside a dialog. QGIS makes a paragraph of each line; qgis_process prints the lines as they are."""

from html import escape
from typing import Any

from ..compat import tr
from .parameters import label


def summary(job: dict[str, Any]) -> str:
    """What the job does, in its first sentence."""
    return tr(job["help"]).split(". ")[0].rstrip(".") + "."


def help_page(job: dict[str, Any]) -> str:
    """What the job does, then each input, the everyday ones first, then what comes out."""
    fields = sorted(job["fields"], key=lambda field: field["advanced"])
    return "\n".join(
        [
            escape(tr(job["help"]), quote=False),
            *_section(tr("Inputs"), [field for field in fields if not field["kind"].endswith("_output")]),
            *_section(tr("Outputs"), _outputs(job)),
        ]
    )


def _outputs(job: dict[str, Any]) -> list[dict[str, Any]]:
    destinations = [field for field in job["fields"] if field["kind"].endswith("_output")]
    named = {field["name"] for field in destinations}
    return destinations + [result for result in job["results"] if result["name"] not in named]


def _section(title: str, entries: list[dict[str, Any]]) -> list[str]:
    lines = [
        tr("<b>{title}</b>: {text}").format(
            title=escape(label(entry), quote=False), text=escape(tr(entry["help"]), quote=False)
        )
        for entry in entries
    ]
    return [f"<h3>{escape(title)}</h3>", *lines] if lines else []
