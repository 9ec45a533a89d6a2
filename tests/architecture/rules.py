"""The rules of the house as plain functions over a checkout: each returns the places that break it.

They take the folder to look in, so that a test can plant a fault in a copy and see it found.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_FILE = 400  # lines
LONGEST_FUNCTION = 50
HOMELESS = {"utils", "helpers", "common", "core", "misc", "manager", "managers"}
CLOCK_CALLS = {"now", "today", "utcnow"}
TIME_CALLS = {"time", "time_ns"}
CLOCK_ASKED = CLOCK_CALLS | TIME_CALLS
CLOCK_HOLDERS = {"datetime", "date", "timezone", "dt"}
INSIDE_A_ROOM = {"models", "operations", "queries", "access", "web", "templates", "migrations"}
CHARTER = ("Owns:", "Reads:", "Announces:", "Never:")
# Rooms without a charter of that shape: they hold no data and start everything.
NO_CHARTER = {"config"}


def sources(root: Path) -> Iterator[tuple[str, ast.Module, str]]:
    """Give every Python file of the product as (path, tree, text); migrations are records, not code to keep tidy."""
    for path in sorted((root / "src").rglob("*.py")):
        if "migrations" not in path.parts:
            text = path.read_text()
            yield str(path.relative_to(root)), _tree(text), text


@cache
def _tree(text: str) -> ast.Module:
    # Many rules look at the same files, and a planted fault changes only one of them.
    return ast.parse(text)


@cache
def _yaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def clock_reads(root: Path) -> list[str]:
    """Only the platform asks what time it is; everything else is told."""
    found = []
    for path, tree, _ in sources(root):
        if "/platform/" in path:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_ASKED:
                holder = ast.unparse(node.func.value).rsplit(".", 1)[-1]
                asks = (node.func.attr in CLOCK_CALLS and holder in CLOCK_HOLDERS) or (
                    node.func.attr in TIME_CALLS and holder == "time"
                )
                if asks:
                    found.append(f"{path}:{node.lineno}")
            if isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}:
                found += [f"{path}:{node.lineno}" for name in node.names if name.name in {"time", "time_ns", "now"}]
    return found


def odd_digits(root: Path) -> list[str]:
    """What `isdigit` says yes to, such as a small raised 2, no `int` reads: `isdecimal` says what it does."""
    return [
        f"{path}:{node.lineno}"
        for path, tree, _ in sources(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "isdigit"
    ]


def uncharted_rooms(root: Path) -> list[str]:
    """Each room's first lines say what it owns, reads and announces, and what it never does."""
    found = []
    for init in sorted((root / "src" / "wayhome").glob("*/__init__.py")):
        room = init.parent.name
        charter = ast.get_docstring(ast.parse(init.read_text())) or ""
        lacking = [word for word in CHARTER if word.lower() not in charter.lower()]
        if lacking and room not in NO_CHARTER:
            found.append(f"{init.relative_to(root)} does not say: {', '.join(lacking)}")
    return found


def homeless_names(root: Path) -> list[str]:
    """A file called utils has no owner."""
    return [
        str(path.relative_to(root))
        for folder in ("src", "tests", "script", "bench")
        for path in sorted((root / folder).rglob("*"))
        if path.stem.lower() in HOMELESS and (path.is_dir() or path.suffix == ".py")
    ]


def long_files(root: Path) -> dict[str, int]:
    """Files over the limit, with their lines."""
    return {path: n for path, _, text in sources(root) if (n := text.count("\n") + 1) > LONGEST_FILE}


def long_functions(root: Path) -> dict[str, int]:
    """Functions over the limit, with their lines; what documents a function does not make it longer."""
    return {
        f"{path}:{node.name}": size
        for path, tree, _ in sources(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (size := _size(node)) > LONGEST_FUNCTION
    }


def _size(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    words = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (node.end_lineno or 0) - node.lineno + 1 - words


def borrowed_models(root: Path) -> list[str]:
    """A room's tables are its own: others use its queries and operations."""
    found = []
    for path, tree, _ in sources(root):
        room = Path(path).parts[2].removesuffix(".py")
        for node in ast.walk(tree):
            for name, line in _imports(node, path):
                parts = name.split(".")
                if parts[0] == "wayhome" and parts[2:3] == ["models"] and parts[1] != room:
                    found.append(f"{path}:{line} takes {name}")
    return found


def _imports(node: ast.AST, path: str) -> list[tuple[str, int]]:
    if isinstance(node, ast.Import):
        return [(name.name, node.lineno) for name in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        package = Path(path).parent.parts[1:]
        above = package[: len(package) - node.level + 1]
        base = ".".join([*above, *([base] if base else [])])
    return [(f"{base}.{name.name}", node.lineno) for name in node.names]


FETCHED = re.compile(r"""(?:src|srcset|data|poster)\s*=\s*["'](?:https?:)?//""", re.I)
INLINE = re.compile(r"""<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']""", re.I)
STYLE_FETCH = re.compile(r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""", re.I)
LINK_TAG = re.compile(r"""<link\b[^>]*href\s*=\s*["'](?:https?:)?//""", re.I)


def page_faults(root: Path) -> list[str]:
    """No page runs an inline script, carries an inline style, or asks anyone else's server for anything."""
    found = []
    for path in sorted((root / "src").rglob("*")):
        if path.suffix in {".html", ".jinja", ".svg"}:
            patterns = (FETCHED, INLINE, LINK_TAG)
        elif path.suffix == ".css" or (path.suffix == ".js" and "static" in path.parts):
            patterns = (STYLE_FETCH,)
        else:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if any(pattern.search(line) for pattern in patterns):
                found.append(f"{path.relative_to(root)}:{number}")
    return found


# Spelled apart so that this file does not break its own rule.
MACHINE_FOLDERS = ("wo" + "rk", "ho" + "me/[a-z][a-z0-9._-]*", "ro" + "ot", "fa" + "rm", "Us" + "ers")
MACHINE_PATHS = re.compile(rf"(?<![\w.])/(?:{'|'.join(MACHINE_FOLDERS)})/[\w.]")
TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".sql", ".html", ".scss", ".js", ".json", ".css", ".csv", ""}


def machine_paths(root: Path, files: list[Path]) -> list[str]:
    """Nothing in the repository names a folder of one person's machine."""
    found = []
    for path in files:
        if path.suffix in TEXT and path.is_file():
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                if MACHINE_PATHS.search(line):
                    found.append(f"{path.relative_to(root)}:{number}")
    return found


HOST = re.compile(r"https?://|--(?:extra-)?index-url|--find-links", re.I)
FUNDING = re.compile(r'"(?:url|funding)": ')  # where a package's makers ask for support, not where it came from
HOSTED_LOCKS = ("uv.lock", "pylock.toml")  # these name hosts by design


def lock_hosts(root: Path) -> list[str]:
    """Locks name packages, versions and hashes, and never the server they came from."""
    locks = [*sorted((root / "requirements").glob("*")), *sorted(root.glob("assets/package-lock.json"))]
    locks += [root / name for name in ("package-lock.json", *HOSTED_LOCKS) if (root / name).exists()]
    return [
        f"{path.relative_to(root)}:{number}"
        for path in locks
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (HOST.search(line) and '"url": ' not in line and '"funding"' not in line)
        or path.name in {"uv.lock", "pylock.toml"}
    ]


ADR_TITLE = re.compile(r"# (\d+)\. \S")


def misnumbered_decisions(root: Path) -> list[str]:
    """A decision's file number is its title's number, and numbers run without a gap."""
    found = []
    pages = sorted((root / "docs" / "adr").glob("[0-9]*.md"))
    for expected, page in enumerate(pages, 1):
        title = ADR_TITLE.match(page.read_text())
        number = int(page.name.split("-", 1)[0])
        if title is None or int(title.group(1)) != number or number != expected:
            found.append(str(page.relative_to(root)))
    return found


def uncited_values(root: Path) -> list[str]:
    """Every clock in every pack says which document and section it comes from."""
    found = []
    for path in sorted((root / "protocols").glob("*/clocks/**/*.yaml")):
        read = _yaml(path.read_text())
        clocks = read.get("clocks", read) if isinstance(read, dict) else read
        entries = clocks.items() if isinstance(clocks, dict) else enumerate(clocks or [])
        for name, clock in entries:
            if isinstance(clock, dict) and not (clock.get("cite") or clock.get("citation") or clock.get("cites")):
                found.append(f"{path.relative_to(root)}: {clock.get('id', name)}")
    return found
