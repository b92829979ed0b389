"""AWS managed policies, for the partitions that are used.

moto makes all 1,500 of them for each of six partitions of each account, and again after each reset, which takes longer
than most tests do.
"""

from moto.iam.models import IAMBackend, ManagedPolicy

# Add a partition here where a test attaches managed policies in it.
PARTITIONS = {"aws"}

_every = IAMBackend._init_aws_policies


def _of_used_partitions(backend: IAMBackend) -> list[ManagedPolicy]:
    return _every(backend) if backend.partition in PARTITIONS else []


IAMBackend._init_aws_policies = _of_used_partitions
