"""What a program of ours finds in its environment when AWS is the emulator."""

import os

from emulator import HOME, Emulator

# Whoever is under test calls as these; the log of calls and rules can tell them apart.
AUDITOR = "EMULATORAUDITOR00000"

PASSED_ON = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "RUST_BACKTRACE", "RUST_LOG", "LLVM_PROFILE_FILE")


def environment(emulator: Emulator, access_key: str = AUDITOR, **own: str) -> dict[str, str]:
    """An environment with nothing of the user's own AWS configuration in it; `own` is added."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return kept | {
        "AWS_ACCESS_KEY_ID": access_key,
        "AWS_SECRET_ACCESS_KEY": "emulator",
        "AWS_REGION": HOME,
        "AWS_ENDPOINT_URL": emulator.url,
        # Neither files nor the metadata of a machine have a say.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        **own,
    }
