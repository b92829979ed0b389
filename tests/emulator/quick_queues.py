"""moto's queues ask for the time of each message at each call, and in a slow way: among thousands they do nothing else."""

import time
from datetime import datetime

from moto.sqs import models

_of = models.unix_time_millis


def _unix_time_millis(moment: datetime | None = None) -> float:
    return time.time() * 1000 if moment is None else _of(moment)


models.unix_time_millis = _unix_time_millis
