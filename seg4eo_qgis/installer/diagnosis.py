"""From the last words of uv, pip or venv to one sentence with the cure."""

import re
from pathlib import Path
from typing import Optional

from ..compat import tr
from .errors import InstallError, StepFailed

DISK = re.compile(r"no space left|os error 28|os error 112|not enough space|quota exceeded", re.IGNORECASE)
CERTIFICATE = re.compile(r"certificate|UnknownIssuer|self.signed", re.IGNORECASE)
PROXY = re.compile(r"\b407\b|proxy (?:error|authentication|connect)|via proxy|unsuccessful tunnel", re.IGNORECASE)
NETWORK = re.compile(
    r"dns error|error sending request|failed to fetch|client error|connect error|name resolution|timed? ?out|"
    r"network is unreachable|connection (?:refused|reset|aborted|error)|new connection|getaddrinfo|could not connect",
    re.IGNORECASE,
)
NO_PACKAGE = re.compile(
    r"no solution found|no matching distribution|resolutionimpossible|no usable wheels", re.IGNORECASE
)


def explain(failed: StepFailed, wheels: Optional[Path], *, disk_is_full: bool = False) -> InstallError:
    """What went wrong when packages were fetched and unpacked.

    Args:
        failed: how the program ended, and its last lines.
        wheels: the folder that the packages were taken from; None for the network.
        disk_is_full: whether there was hardly any room left, whatever was said.
    """
    said = "\n".join(failed.said)
    last = failed.said[-1].strip() if failed.said else ""
    if disk_is_full or DISK.search(said):
        text = tr("Expected room for the engine, found that the disk is full: free some space, and try again.")
    elif wheels is not None and NO_PACKAGE.search(said):
        text = tr(
            "Expected all packages of the engine in {wheels}, found that some are missing or made for another system "
            "or Python (see the log): add them, and try again."
        ).format(wheels=wheels)
    elif CERTIFICATE.search(said):
        text = tr(
            "Expected the package index to have a certificate that is trusted here, found that it has none: add your "
            "organisation's authority under Settings ▸ Options ▸ Authentication ▸ Manage Certificates, and try again."
        )
    elif PROXY.search(said):
        text = tr(
            "Expected the proxy to let the installation through, found that it does not: check it under Settings ▸ "
            "Options ▸ Network, and try again."
        )
    elif NETWORK.search(said):
        text = tr(
            "Expected to reach the package index, found no connection ({last}): check the network, and the proxy under "
            "Settings ▸ Options ▸ Network, and try again; or give a folder of wheels."
        ).format(last=last)
    elif NO_PACKAGE.search(said):
        text = tr(
            "Expected packages of the engine for this system and Python, found none (see the log): try another Python."
        )
    else:
        text = tr(
            "Expected the engine to be installed, found that it stopped with status {status} ({last}): see the log."
        ).format(status=failed.status, last=last)
    return InstallError(text)
