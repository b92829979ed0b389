"""What the accounts hold, kept aside and put back: quicker than making it anew, call by call."""

import copy
import copyreg
import threading
from typing import Any

from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.s3.models import s3_backends

# No lock is held between two tests: a copy gets one of its own.
for make in (threading.Lock, threading.RLock):
    copyreg.pickle(type(make()), lambda _, make=make: (make, ()))


class State:
    """The accounts of all services of moto, as they were when this was made."""

    def __init__(self) -> None:
        self._services: list[BackendDict[Any]] = list(BackendDict._instances)
        self._held = copy.deepcopy(([dict(one) for one in self._services], s3_backends.bucket_accounts))

    def restore(self) -> None:
        """Has the accounts hold what they held then, and nothing else."""
        for service in BackendDict._instances:
            service.clear()
        reset_model_data()
        # Copied once more: what is put back will be changed, and may be needed again.
        held, s3_backends.bucket_accounts = copy.deepcopy(self._held)
        for service, accounts in zip(self._services, held, strict=True):
            service.update(accounts)
        BackendDict._instances[:] = self._services
