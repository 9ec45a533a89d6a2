"""The one thing pyproject.toml cannot say: the protocols stand beside the source and ship inside the wheel."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages("src"), "wayhome.protocols"],
    package_dir={"": "src", "wayhome.protocols": "protocols"},
)
