"""`wayhome partnership`: from an empty database to an administrator who signs in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from tests import scratch
from tests.architecture.rules import ROOT
from tests.partnership import QUICK_PASSWORDS

PASSWORD = "lantern gravel umbrella"
# Every command in one process of its own, for each would load the product again: exit code, answer, trouble.
RUN = """
import json, sys
from click.testing import CliRunner
from wayhome.cli import main
print(json.dumps([[r.exit_code, r.stdout, r.stderr] for words in json.loads(sys.argv[1])
                  for r in [CliRunner().invoke(main, ["partnership", *words])]]))
"""
NAMED = ("--name", "Shoal", "--called", "Shoal Partnership", "--protocol")
WHO = ("administrator", "shoal", "First@shoal.example", "--name", "First Person", "--agency")
SAID = (
    ("open", "shoal", *NAMED, "nowhere"),
    ("open", "shoal", *NAMED, "portsmouth-pathway"),
    ("open", "shoal", *NAMED, "portsmouth-pathway"),
    ("agency", "shoal", "shoal-care", "--name", "Children’s Services", "--kind", "social-care"),
    (*WHO, "elsewhere"),
    (*WHO, "shoal-care"),
    (*WHO, "shoal-care"),
)


def test_a_partnership_is_opened_and_its_first_administrator_comes_in(committed_db: None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(SAID)], cwd=ROOT, text=True, capture_output=True, check=True,
        env={**os.environ, **scratch.CLUSTER.environment(scratch.DATABASE)},
    )  # fmt: skip
    nowhere, _, twice, _, elsewhere, made, again = json.loads(done.stdout)
    assert "There are: 4lscb-2013, lewisham-2017, portsmouth-pathway" in nowhere[2]
    assert "There is a partnership shoal already" in twice[2]
    assert "There is no agency elsewhere in shoal yet" in elsewhere[2]
    assert "There is an account with this address already" in again[2]
    assert made[0] == 0 and "not shown again" in made[2]
    link, client = urlsplit(made[1].strip()).path, Client()
    with QUICK_PASSWORDS:
        assert client.post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
        signed_in = client.post(reverse("account_login"), {"login": "first@shoal.example", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert client.get(reverse("people"))["Location"] == reverse("mfa_index"), "no demonstration: a second step first"
