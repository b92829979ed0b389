"""moto reads its settings from the environment while it is imported: import this first."""

import os
from pathlib import Path

SETTINGS = {
    # AWS managed policies exist, so that attachments of them can be read.
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    # Two images instead of moto's own list, which comes with 1,300 public snapshots.
    "MOTO_AMIS_PATH": str(Path(__file__).with_name("amis.json")),
    # One account does not see into the buckets of another.
    "MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS": "false",
    # Tests purge a queue as often as they like.
    "MOTO_SQS_ENFORCE_STRICT_QUEUE_PURGE_BEHAVIOUR": "false",
}

os.environ.update(SETTINGS)
