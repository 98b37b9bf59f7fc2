"""Write the reference of the jobs from the engine itself: reference_pages.py FOLDER. Run by the engine's Python."""

import sys
from pathlib import Path
from typing import Any

from seg4eo_engine.jobs.capabilities import capabilities

GROUPS = {"data": "Data", "model": "Models", "map": "Maps"}
NOTE = "*Written by `make docs` from the engine.*"


def describe_field(field: dict[str, Any]) -> str:
    """One row of the table of parameters."""
    return f"| `{field['name']}` | {_type(field)} | {_default(field)} | {_escape(field['help'])} |"


def _type(field: dict[str, Any]) -> str:
    if field["choices"]:
        return ", ".join(f"`{choice}`" for choice in field["choices"])
    words = [field["kind"].replace("_", " ")]
    if field["suffixes"]:
        words.append("(" + ", ".join(f"`{suffix}`" for suffix in field["suffixes"]) + ")")
    if field["minimum"] is not None or field["maximum"] is not None:
        words.append(f"{_number(field['minimum'])} … {_number(field['maximum'])}")
    if field["unit"]:
        words.append(field["unit"])
    return " ".join(words)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(value)


def _default(field: dict[str, Any]) -> str:
    if field["required"]:
        return "**required**"
    return "" if field["default"] in (None, []) else f"`{field['default']}`"


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


def job_page(job: dict[str, Any]) -> str:
    """The page of one job."""
    flags = " ".join(f"--{field['name'].replace('_', '-')} …" for field in job["fields"] if field["required"])
    command = " ".join(filter(None, ["seg4eo", job["id"], flags]))
    lines = [
        f"# {job['title']}",
        "",
        f"`seg4eo:{job['id']}` in QGIS, `{command}` on the command line. {NOTE}",
        "",
        job["help"],
        "",
        *_parameters(job),
        "## Results",
        "",
        "| name | value | meaning |",
        "|---|---|---|",
        *(
            f"| `{result['name']}` | {' '.join((result['kind'], result['unit'])).strip()} | {_escape(result['help'])} |"
            for result in job["results"]
        ),
    ]
    return "\n".join(lines) + "\n"


def _parameters(job: dict[str, Any]) -> list[str]:
    """The table of parameters; nothing for a job that has none."""
    if not job["fields"]:
        return []
    return [
        "## Parameters",
        "",
        "In QGIS their names are in capitals. An empty default means that the value may be left out.",
        "",
        "| name | value | default | meaning |",
        "|---|---|---|---|",
        *(describe_field(field) for field in job["fields"]),
        "",
    ]


def index_page(jobs: list[dict[str, Any]]) -> str:
    """The list of all jobs by group."""
    lines = ["# Reference of the jobs", "", NOTE]
    for group, heading in GROUPS.items():
        lines += ["", f"## {heading}", ""]
        lines += [f"- [{job['title']}]({job['id']}.md) `{job['id']}`" for job in jobs if job["group"] == group]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write one page a job and an index, and remove pages of jobs that are gone."""
    folder = Path(sys.argv[1])
    jobs = capabilities()["jobs"]
    pages = {"README.md": index_page(jobs)} | {f"{job['id']}.md": job_page(job) for job in jobs}
    folder.mkdir(parents=True, exist_ok=True)
    for stale in set(folder.glob("*.md")) - {folder / name for name in pages}:
        stale.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
