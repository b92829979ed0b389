"""An AWS for tests on this machine: moto, with what moto does otherwise than AWS put right, refusals and faults at will,
and a log of the calls. See `server.Emulator`, and `control` for the same over HTTP.
"""

# First, since moto reads its settings when it is imported.
from . import managed_policies as _policies
from . import moto_settings as _settings
from . import quick_calls as _calls
from . import quick_queues as _queues
from .gateway import ADMIN
from .rules import Effect, Rule
from .server import HOME, Emulator

__all__ = ["ADMIN", "HOME", "Effect", "Emulator", "Rule"]
