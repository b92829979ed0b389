"""What a program of ours finds in its environment when AWS is the emulator."""

import os

from emulator import HOME, Emulator

# The credentials of the program under test: the call log and rules distinguish it by them.
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
        # Neither files nor instance metadata are used.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        **own,
    }
