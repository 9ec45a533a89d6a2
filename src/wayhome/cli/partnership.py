"""`wayhome partnership`: open a partnership, add its agencies and its first administrator. Run as the owner, once.

From then on the administrator does the rest on pages: people, posts, teams, vetting.
"""

from __future__ import annotations

from uuid import UUID

import click

from wayhome.cli.product import ready
from wayhome.platform.reading_rules import READS


@click.group()
def command() -> None:
    """Set a partnership up: itself, its agencies, its first administrator."""


@command.command("open")
@click.argument("slug")
@click.option("--name", required=True, help="The council, such as: Seaport City Council.")
@click.option("--called", required=True, help="The partnership, as pages call it.")
@click.option("--protocol", required=True, help="The local arrangements it runs, such as: portsmouth-pathway.")
def open_(slug: str, name: str, called: str, protocol: str) -> None:
    """Open a partnership under SLUG, a short name without spaces."""
    ready(as_owner=True)
    from django.db import IntegrityError, transaction

    from wayhome.packs.places import protocols_home
    from wayhome.platform.operations.partnership import open_authority

    there = sorted(path.parent.name for path in protocols_home().glob("*/clocks"))
    if protocol not in there:
        raise click.ClickException(f"There is no protocol {protocol}. There are: {', '.join(there)}.")
    try:
        with transaction.atomic():
            open_authority(slug=slug, name=name, partnership=called, protocol=protocol)
    except IntegrityError:
        raise click.ClickException(f"There is a partnership {slug} already.") from None
    click.echo(f"{called} is open. Now add its agencies: wayhome partnership agency {slug} …")


@command.command()
@click.argument("partnership")
@click.argument("slug")
@click.option("--name", required=True, help="As pages call it.")
@click.option("--kind", required=True, type=click.Choice(sorted(READS)), help="It decides what its people read.")
def agency(partnership: str, slug: str, name: str, kind: str) -> None:
    """Add an agency to PARTNERSHIP under SLUG. Name everybody's agencies before people sign in."""
    ready(as_owner=True)
    from django.db import IntegrityError, transaction

    from wayhome.platform.operations.partnership import add_agency

    try:
        with transaction.atomic():
            add_agency(authority=_known(partnership), slug=slug, name=name, kind=kind)
    except IntegrityError:
        raise click.ClickException(f"There is an agency {slug} already.") from None
    click.echo(f"{name} is added.")


@command.command()
@click.argument("partnership")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--agency", "of", required=True, help="The slug of their agency.")
def administrator(partnership: str, email: str, name: str, of: str) -> None:
    """Make the account of PARTNERSHIP's first administrator, and print the link by which they choose a password."""
    ready(as_owner=True)
    from django.conf import settings
    from django.db import transaction

    from wayhome.platform import wall
    from wayhome.platform.operations import inviting
    from wayhome.platform.operations import partnership as setting_up
    from wayhome.platform.queries.directory import directory
    from wayhome.platform.queries.staff import address_taken

    authority = _known(partnership)
    if address_taken(email):
        raise click.ClickException("There is an account with this address already.")
    try:
        home = directory(authority).agencies[of]
    except LookupError:
        raise click.ClickException(f"There is no agency {of} in {partnership} yet.") from None
    with transaction.atomic():
        user = setting_up.add_person(
            authority=authority, agency=home, email=email.lower(), name=name, job_title="Administrator", password=None
        )
        post = setting_up.add_post(authority=authority, role="administrator", title="Administrator", agency=home)
        setting_up.hold(authority=authority, post=post, users=[user], from_at=wall.now())
        secret = inviting.first_link(authority=authority, user=user)
    click.echo(f"{settings.SITE_URL}{inviting.path_of(secret)}")
    click.echo("Give it to them yourself: it is good once, for seven days, and is not shown again.", err=True)


def _known(slug: str) -> UUID:
    from wayhome.platform.queries.directory import authority_named

    try:
        return authority_named(slug)
    except LookupError as missing:
        raise click.ClickException(str(missing)) from None
