"""What moto does at each call, and once or never is enough: finding who answers, and logging reads of buckets."""

from functools import cache

from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.s3.models import S3Backend

# moto lists its own folders and tries the patterns of all services.
DomainDispatcherApplication.get_backend_for_host = cache(DomainDispatcherApplication.get_backend_for_host)
# Nobody reads the objects that moto writes into a log bucket, and an audit's reads are to change nothing.
S3Backend.log_incoming_request = lambda *_: None
