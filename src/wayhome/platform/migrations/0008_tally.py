from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("platform", "0007_whom_to_ask")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("number", models.IntegerField()),
            ],
        ),
    ]
