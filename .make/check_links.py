"""Check that each relative link in Markdown files leads to a file and, with #, to a heading: check_links.py PATH…"""

import re
import sys
from pathlib import Path

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def anchors(text: str) -> set:
    """The anchors of the headings, made as code forges make them."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in plain}


def broken_links(path: Path) -> list:
    """One sentence for each link of ``path`` that leads nowhere."""
    broken = []
    for link in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue  # the web is not our business
        name, _, anchor = link.partition("#")
        target = (path.parent / name) if name else path
        if not target.exists():
            broken.append(f"{path}: expected a file at {link}, found none: mend the link.")
        elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
            broken.append(f"{path}: expected a heading for {link}, found none: mend the link.")
    return broken


def main() -> None:
    """Print every broken link and exit with 1 where there is one."""
    paths = [Path(argument) for argument in sys.argv[1:]]
    files = [file for path in paths for file in (sorted(path.rglob("*.md")) if path.is_dir() else [path])]
    broken = [sentence for file in files for sentence in broken_links(file)]
    print("\n".join(broken), end="\n" if broken else "", file=sys.stderr)
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
