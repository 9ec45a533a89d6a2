"""What an alert to every authority in the country says of a missing child: as little as will do to know the child again.

LEW E 8.3. It goes to people who have never met the child and whom nobody here knows, so it never says where the child
lives, what harm is feared, who is suspected, or anything of another child. What goes out beyond the child's name,
looks and the time is chosen by whoever sends it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from wayhome.desk.web.night_photograph import Photograph
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.banner import how_long, since_words
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.children import ChildBanner
from wayhome.record.queries.particulars import Told
from wayhome.record.web.told_words import value_words
from wayhome.record.web.topic_words import topic_words
from wayhome.ui import words

KINDS = (
    "child.looks", "child.alias", "child.street-name", "child.gender", "child.first-language", "child.interpreter",
    "child.medication", "child.plan", "missing.description", "missing.last-seen", "missing.police-notice",
)  # fmt: skip
# What the sender may add: why each is asked for stands beside its box.
CHOICES = {
    "photograph": "The photograph",
    "last-seen": "Where the child was last seen, as it was told",
    "other-names": "Other names the child uses",
    "medicine": "That the child needs medicine, and which",
    "language": "The child’s language, and whether an interpreter is needed",
}
FIRST = ("photograph", "other-names")  # chosen at first: what helps to know the child and tells little else


@dataclass(frozen=True, slots=True)
class Alert:
    """The lines of the alert; `photograph` only where somebody allowed it to be shown."""

    lines: tuple[tuple[str, str], ...]
    photograph: Photograph | None


@dataclass(frozen=True, slots=True)
class Material:
    """Everything it is made from, as this reader may see it. `worker`: the allocated social worker."""

    child: ChildBanner
    episode: EpisodeView
    told: Sequence[Told]
    photograph: Photograph | None
    worker: Colleague | None
    now: datetime

    def of(self, *kinds: str) -> list[Told]:
        """Return the facts of these kinds that still hold; those of an episode only of this one."""
        return [
            t for t in self.told
            if t.entry.kind in kinds and t.holds(self.now) and t.entry.episode in (None, self.episode.id)
        ]  # fmt: skip


def on_a_plan(material: Material) -> bool:
    """Whether the child is on a child protection plan, for which the alert is asked."""
    return any(t.entry.code == "child-protection" for t in material.of("child.plan")[:1])


def at_first(material: Material) -> frozenset[str]:
    """Return what is chosen until the sender chooses: a photograph that is allowed for some uses only waits for the sender."""
    limited = material.photograph is not None and bool(material.photograph.uses)
    return frozenset(FIRST) - ({"photograph"} if limited else frozenset())


def alert(material: Material, chosen: Collection[str]) -> Alert:
    """Return what goes out, of what the sender chose."""
    child, here = material.child, material.episode
    rows = [
        ("Name", child.name),
        ("Known as", child.known_as if child.known_as != child.name else ""),
        ("Other names", _all(material, "child.alias", "child.street-name") if "other-names" in chosen else ""),
        ("Born", words.day(child.born_on).partition(" ")[2] if child.born_on else "Not known"),
        ("Gender", _one(material, "child.gender")),
        ("What the child looks like", _looks(material)),
        ("Missing since", _since(here, material.now)),
        ("Last seen", _texts(material, "missing.last-seen") if "last-seen" in chosen else ""),
        ("Language", _language(material) if "language" in chosen else ""),
        ("Medicine", _all(material, "child.medication") if "medicine" in chosen else ""),
        ("Police reference", _texts(material, "missing.police-notice")),
        ("The child’s social worker", _worker(material.worker)),
    ]
    shown = material.photograph if material.photograph and material.photograph.may_be_shown else None
    kept = tuple((label, said) for label, said in rows if said)
    return Alert(kept, shown if "photograph" in chosen else None)


def gaps(material: Material) -> tuple[str, ...]:
    """Say what would help to know the child again and is not recorded, or may not go out."""
    found = []
    if not _looks(material):
        found.append(
            "Nobody has described what the child looks like. An alert without it helps nobody to know the child."
        )
    if material.photograph is None:
        found.append("There is no photograph of the child.")
    elif not material.photograph.may_be_shown:
        found.append("There is a photograph, and nobody has allowed it to be shown to others, so it is left out.")
    elif material.photograph.uses:
        found.append(
            f"The photograph may be used for: {material.photograph.uses}. Add it only if an alert to every authority is one of these."
        )
    if material.photograph and material.photograph.may_be_shown and material.photograph.old:
        found.append("The photograph is older than 12 months, or nobody knows when it was taken.")
    if material.worker is None:
        found.append("No social worker is recorded, so the alert names nobody to answer.")
    return tuple(found)


def _looks(material: Material) -> str:
    looks = in_order(material.of("child.looks"))
    described = [f"{topic_words(t.entry.kind, t.entry.code)}: {t.entry.text}" for t in looks]
    return "\n".join([*described, *(t.entry.text or "" for t in material.of("missing.description")[:1])])


def in_order(looks: Sequence[Told]) -> list[Told]:
    """Return what is told of a child's looks as one would describe somebody: height first, as the vocabulary has it."""
    order = load_vocabulary().kinds["child.looks"].values
    return sorted(looks, key=lambda told: order.index(told.entry.code or "other"))


def _since(here: EpisodeView, now: datetime) -> str:
    long = how_long(here, now) if here.missing_now else ""
    return f"{since_words(here)}{f', {long}' if long else ''}"


def _one(material: Material, kind: str) -> str:
    return next((value_words(t.entry) for t in material.of(kind)), "")


def _all(material: Material, *kinds: str) -> str:
    return "; ".join(value_words(t.entry) for t in material.of(*kinds))


def _texts(material: Material, kind: str) -> str:
    return next((t.entry.text or "" for t in material.of(kind)), "")


def _language(material: Material) -> str:
    return "; ".join(filter(None, (_one(material, "child.first-language"), _one(material, "child.interpreter"))))


def _worker(worker: Colleague | None) -> str:
    return f"{worker.name}, {worker.agency}: {worker.email}" if worker else ""
