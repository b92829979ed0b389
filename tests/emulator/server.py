"""The emulated AWS as an object: it starts and stops, makes clients, and takes rules for errors."""

import re
import threading
from collections.abc import Callable
from typing import Any, Self

import boto3
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from flask import Flask
from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

from .answers import Answers
from .calls import Calls
from .control import Control
from .gateway import ADMIN, Gateway
from .rules import Effect, Rule, Rules
from .settings import Settings
from .state import State

HOME = "us-east-1"
NOTHING = ""


class Emulator:
    """An AWS on a port of this machine.

    `client()` gives boto3 clients of the tests' own hand, which rules do not strike and the log does not count;
    whatever else calls, with any credentials at all, is struck and counted. moto keeps what is in the accounts once per
    process: emulators that must not share it run as processes of their own (`python -m emulator`).
    """

    def __init__(self, port: int = 0) -> None:
        self.rules = Rules()
        self.calls = Calls()
        self.settings = Settings()
        self.answers = Answers(self.settings)
        control = Control(self.rules, self.calls, self.answers, self.settings, self.reset)
        moto = DomainDispatcherApplication(moto_service)
        self._holds = NOTHING
        self._made: dict[str, State] = {}
        self._gateway = Gateway(moto, self.rules, self.calls, self.answers, control)
        self._server: BaseWSGIServer = make_server("127.0.0.1", port, self._gateway, threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._server.server_port

    @property
    def url(self) -> str:
        """What `AWS_ENDPOINT_URL` is to be."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Begins to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stops answering and frees the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def reset(self) -> None:
        """Empties every account, ends all rules, forgets the log."""
        BackendDict.reset()
        reset_model_data()
        self.lift_rules()
        self._holds = NOTHING

    def hold(self, what: str, make: Callable[[Self], None] = lambda _: None) -> Self:
        """Has the accounts hold what `make` makes, and nothing else, with no rules and nothing logged.

        It is made once for each name that it goes by, and put back where somebody changed anything since.
        """
        if self._holds != what or self._gateway.touched:
            if what in self._made:
                self._made[what].restore()
            else:
                self.reset()
                make(self)
                self._made[what] = State()
            self._holds = what
            self._gateway.touched = False
        self.lift_rules()
        return self

    def lift_rules(self) -> None:
        """Ends all rules, forgets the log and registered answers; the accounts stay as they are."""
        self.rules.clear()
        self.rules.seed(0)
        self.calls.reset()
        self.settings.restore()
        self.answers.reset()

    def client(self, service: str, region: str = HOME, account: str | None = None, access_key: str = ADMIN) -> Any:
        """A boto3 client; of another account than the first where one is named."""
        keys = {"aws_access_key_id": access_key, "aws_secret_access_key": "emulator"}
        if account:
            keys = self._admin_of(account)
        # One attempt: a test sees what was answered, not what came of trying again.
        config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
        client = boto3.client(service, region_name=region, endpoint_url=self.url, config=config, **keys)
        client.meta.events.register("before-send.s3-control", bare_host)
        return client

    def _admin_of(self, account: str) -> dict[str, str]:
        """Credentials of the tests' own hand in another account."""
        role = {"RoleArn": f"arn:aws:iam::{account}:role/emulator-admin", "RoleSessionName": "emulator"}
        given = self.client("sts").assume_role(**role)["Credentials"]
        self._gateway.admins.add(given["AccessKeyId"])
        return {
            "aws_access_key_id": given["AccessKeyId"],
            "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"],
        }

    def deny(self, action: str, **where: Any) -> Rule:
        """Takes a permission away, until the rule is lifted. `where` is any field of `Rule`."""
        return self.rules.add(Rule(Effect.DENY, action, **where))

    def throttle(self, action: str = "*", **where: Any) -> Rule:
        """Has calls refused as too many."""
        return self.rules.add(Rule(Effect.THROTTLE, action, **where))

    def fail(self, action: str = "*", **where: Any) -> Rule:
        """Has calls answered with the service's 500; with `lost`, after they were carried out."""
        return self.rules.add(Rule(Effect.ERROR, action, **where))

    def drop(self, action: str = "*", **where: Any) -> Rule:
        """Breaks the connection; with `lost`, after the call was carried out."""
        return self.rules.add(Rule(Effect.RESET, action, **where))

    def delay(self, seconds: float, action: str = "*", **where: Any) -> Rule:
        """Holds calls up."""
        return self.rules.add(Rule(Effect.DELAY, action, seconds=seconds, **where))

    def fail_entries(self, action: str = "sns:Publish", **where: Any) -> Rule:
        """Fails entries of a batch inside an answer of 200."""
        return self.rules.add(Rule(Effect.PARTIAL, action, **where))


def moto_service(name: str | None) -> Flask:
    """moto's application for a service; None is one that moto does not know."""
    if name is None:
        raise NotImplementedError
    return create_backend_app(name)


def bare_host(request: AWSPreparedRequest, **_: object) -> None:
    """S3 Control puts the account's number before the host, and no such name resolves on this machine."""
    request.url = re.sub(r"//\d{12}\.", "//", request.url)


class Quiet(MotoRequestHandler):
    """Logs no request: the call log has them."""

    def log_request(self, *_: object) -> None:
        """Logs nothing."""

    def connection_dropped(self, *_: object) -> None:
        """Does not wait for another request on a connection that a rule broke."""
        self.close_connection = True
