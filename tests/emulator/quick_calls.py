"""What moto does at each call, and once or never is enough: finding who answers, logging reads of buckets, and keeping
whatever it ever made for a page that is not used."""

from functools import cache
from typing import Any

from moto.core.common_models import BaseModel
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.s3.models import S3Backend

_kept = BaseModel.__new__


def _made(cls: type[BaseModel], *args: Any, **kwargs: Any) -> BaseModel:
    """S3 alone goes back to what it made, to close its files."""
    return _kept(cls) if cls.__module__.startswith("moto.s3.") else object.__new__(cls)


BaseModel.__new__ = _made
# moto lists its own folders and tries the patterns of all services.
DomainDispatcherApplication.get_backend_for_host = cache(DomainDispatcherApplication.get_backend_for_host)
# The objects that moto writes into a log bucket are not read, and the reads of an audit must change nothing.
S3Backend.log_incoming_request = lambda *_: None
