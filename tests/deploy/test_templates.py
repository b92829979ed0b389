"""The templates as such: linters accept them, and what follows from the code is fresh."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from samcli.yamlhelper import yaml_parse

from harness import PROJECT
from harness.binaries import tool
from templates import translated, written

TEMPLATES = ("template.yaml", "template-member.yaml")
# Where each partition's home is.
REGIONS = ("us-east-1", "cn-north-1", "us-gov-west-1")
SECRETS = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"


def run(*command: str | Path) -> str:
    """The output of a command, which must succeed without credentials."""
    env = {name: value for name, value in os.environ.items() if name not in SECRETS}
    env |= {"AWS_DEFAULT_REGION": "us-east-1", "SAM_CLI_TELEMETRY": "0"}
    done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_sam_accepts_the_security_accounts_template() -> None:
    run(tool("sam"), "validate", "--lint", "--template", "template.yaml")


def test_cfn_lint_accepts_both_in_every_partition() -> None:
    run(tool("cfn-lint"), "--regions", *REGIONS, "--", *TEMPLATES)


def test_what_follows_from_the_code_is_fresh() -> None:
    run(sys.executable, "scripts/template.py", "--check")


@pytest.mark.parametrize("part", sorted((PROJECT / "deploy").rglob("*.yaml")), ids=lambda part: f"{part.parent.name}-{part.stem}")
def test_each_part_is_a_document_of_its_own(part: Path) -> None:
    sections = yaml_parse(part.read_text())
    assert {"Resources"} <= sections.keys() <= written("template.yaml").keys() | written("template-member.yaml").keys()
    for name, resource in sections["Resources"].items():
        assert resource["Type"].startswith("AWS::"), name
        assert "Properties" in resource or name == "Nothing"


@pytest.mark.parametrize("name", TEMPLATES)
def test_parameters_say_what_they_are_for(name: str) -> None:
    for parameter, declared in written(name)["Parameters"].items():
        assert declared.get("Description"), parameter
        bounded = {"AllowedPattern", "AllowedValues", "MinValue"} & declared.keys()
        assert bounded, f"`{parameter}` takes anything"


def test_it_is_translated_the_same_each_time() -> None:
    assert translated() == translated()
    versioned = {"AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::ApiGateway::Deployment"}
    made_anew = [name for name, one in translated()["Resources"].items() if one["Type"] in versioned]
    assert made_anew == [], "these change with each deployment"


@pytest.mark.parametrize("kept", ["Key", "Ledger", "Bucket", "BucketPolicy"])
def test_what_is_of_value_outlives_the_stack(kept: str) -> None:
    resource = written("template.yaml")["Resources"][kept]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_every_function_is_built_and_logged_the_same_way() -> None:
    template = written("template.yaml")
    functions = {name: one for name, one in template["Resources"].items() if one["Type"] == "AWS::Serverless::Function"}
    shared = template["Globals"]["Function"]
    assert (shared["Runtime"], shared["Handler"]) == ("provided.al2023", "bootstrap")
    assert shared["Architectures"] == [{"Ref": "Architecture"}]
    assert template["Parameters"]["Architecture"]["Default"] == "arm64"
    for name, function in functions.items():
        own = function["Properties"]
        crate = own["CodeUri"].removeprefix("crates/")
        assert function["Metadata"] == {"BuildMethod": "rust-cargolambda", "BuildProperties": {"Binary": crate}}, name
        assert (PROJECT / own["CodeUri"] / "src/main.rs").is_file(), name
        log = template["Resources"][own["LoggingConfig"]["LogGroup"]["Ref"]]["Properties"]
        assert log["LogGroupName"]["Fn::Sub"] == f"/aws/lambda/{own['FunctionName']['Fn::Sub']}"
        assert log["RetentionInDays"] == {"Ref": "LogRetentionDays"}
