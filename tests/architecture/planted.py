"""A small copy of the checkout to plant faults in."""

import shutil
from pathlib import Path

from tests.architecture.rules import ROOT

COPIED = ("src", "protocols", "requirements", "docs", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "static", "node_modules")


def checkout(folder: Path) -> Path:
    """Copy what the rules look at into `folder` and return it."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT_OUT)
        elif source.exists():
            shutil.copy(source, folder / name)
    return folder


def plant(root: Path, path: str, text: str) -> None:
    """Put `text` at the end of the file `path` in `root`, making it and its folders when absent."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("a") as out:
        out.write(text)
