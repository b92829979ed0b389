"""The policy engine, for the policies of the templates."""

import json
import subprocess
import tempfile
from pathlib import Path

from harness import built
from templates import Statement


def allows(
    principal: str,
    action: str,
    resource: str,
    context: list[tuple[str, str]],
    identity: list[Statement],
    of_resource: list[Statement] | None = None,
) -> bool:
    """Whether a request is allowed by the statements of the caller's policies and of the resource's."""
    with tempfile.TemporaryDirectory(prefix="bailiwick-policies-") as name:
        folder = Path(name)
        files: list[str | Path] = ["--policy", written(folder / "identity.json", identity)]
        if of_resource is not None:
            files += ["--resource-policy", written(folder / "resource.json", of_resource)]
        named = [word for key, value in context for word in ("--context", f"{key}={value}")]
        request = ["--principal", principal, "--action", action, "--resource", resource, *named]
        command: list[str | Path] = [built("bailiwick"), "policy", "simulate", *files, *request]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == 0


def written(path: Path, statements: list[Statement]) -> Path:
    """A policy document in a file."""
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}))
    return path
