"""`wayhome migrate`: bring the database to what the code expects."""

from __future__ import annotations

import click

from wayhome.cli.product import ready


def migrate() -> None:
    """Run migrations as the owner, then declare policies, grants and triggers again."""
    from django.conf import settings
    from django.core.management import call_command

    from wayhome.platform import months, rows, wall
    from wayhome.platform.operations import sealing

    if "owner" not in settings.DATABASES:
        raise click.ClickException(
            "WAYHOME_OWNER_URL is not set. Migrations run as wayhome_owner; see docs/how-to/operate.md."
        )
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    months.ensure_months("owner", wall.now().date())
    rows.apply("owner")
    sealing.begin_era("owner")
    if open_tables := rows.unguarded("owner"):
        raise click.ClickException(
            f"tables without a row policy: {', '.join(open_tables)}. Declare one in access/*.sql."
        )


@click.command()
def command() -> None:
    """Bring the database to what the code expects."""
    ready()
    migrate()
