"""Words that look like somebody's whole name, whoever that is: found by their shape, never by looking for a record.

Pure. What is hidden because of its shape is hidden alike whether anybody of that name has a record, so a writer learns
nothing by typing a name (docs/adr/0020).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from wayhome.record.identifying import folded


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that begin with a capital at the head of a sentence, or in an office, and are no part of a name.
_ORDINARY = _listed(
    "a an and or but so if as at by for from in into of off on onto to with without the this that these those there then "
    "when where while who whom whose what why how which he she it they we you i his her hers their our your my its him them "
    "us me am is are was were be been being has have had do does did will would should could can cannot may might must "
    "not no yes nobody somebody everybody nothing everything anybody one both each every all some any many most more less "
    "few other others another such same new old next last first second third before after since until during also only still "
    "again already now later soon today yesterday tomorrow tonight morning afternoon evening night week weekend month year "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december christmas easter ramadan eid diwali "
    "agree agreed ask asked call called came come find found gave give go goes going gone hear heard hold keep kept know "
    "known leave left lives look looks made make meet met move moved need needs offer once open police put rang reads ring "
    "said saw say says see seen sent share shared show shows spoke stays take taken talk talked tell text told took visit "
    "visited wants went work works write writes wrote "
    "mr mrs ms miss mx dr pc dc ds dci dcs dsu di sgt sergeant inspector superintendent constable officer detective chief "
    "child children young person people adult adults parent parents mother father mum dad brother sister aunt uncle friend "
    "friends family carer carers foster worker social manager head deputy director nurse doctor teacher chair lead leader "
    "abuse rape counselling counsellor support advice national local public general united royal great prime minister "
    "snapchat instagram facebook whatsapp tiktok telegram messenger google android iphone xbox playstation "
    "safeguarding protocol joint warning warnings notice notices behaviour bank boxing holiday data protection independent "
    "reviewing officers visitor modern slavery sexual sexually offence offences offender offenders serious crime reduction "
    "integrated pathway referral mechanism group network statement transmitted infection infections app articles annex jubilee "
    "standard transport commissioning inquiry fair access state equality advisory british barnardo's confidentiality community "
    "interviewer guardian coordinator lawyer advocate "
    "risk missing exploited exploitation trafficking trafficked return conversation returned home away safe safer safety plan "
    "plans strategy discussion meeting meetings minutes agenda weekly monthly daily panel board review reviews report reports "
    "assessment assessments need duty early help care health education housing youth justice child’s section act schedule "
    "regulation paragraph article part version stage level high medium low very about under over version file notes note "
    "decision decided action actions reason reasons outcome context contexts child’s answers papers operation"
)
# What ends or holds such a word is a place, a service or an office, and no person.
_PLACE = _listed(
    "road street avenue lane drive close court crescent gardens grove square terrace place row way walk mews parade quay "
    "pier beach park common green bridge station stop house home homes flat flats hostel hotel inn pub cafe club shop shops "
    "centre center mall market library museum cinema theatre church mosque temple school schools academy college university "
    "nursery hospital surgery clinic pharmacy gym pool stadium arcade estate village town city county borough island "
    "authority council police constabulary force service services team teams unit hub office agency agencies trust charity "
    "society association foundation partnership ltd limited plc court tribunal crown england wales scotland ireland britain "
    "london europe kingdom north south east central line railway bus airport port docks forest river"
)
_PARTICLES = re.compile("de|da|di|del|van|von|der|den|la|le|al|el|bin|bint|ibn|ben")
_WORD = r"[^\W\d_]+(?:['’‑\-][^\W\d_]+)*"
_RUN = re.compile(rf"(?<![\w@]){_WORD}(?:[ \t\u00a0]+{_WORD})+")
_SENTENCE = re.compile(r"(?:^|[.!?:;•\n(“\"])\s*$")
_TURNED = re.compile(r"(?:ed|ing|ly)$")
_MOBILE = re.compile(r"(?<!\d)(?:\+\s?44[\s()]*(?:\(?0\)?)?|0044\s*|0)\s*7(?:[\s().\-]*\d){9}(?!\d)")
LONGEST = 5  # words of one name


def name_shaped(texts: Iterable[str], known: Collection[str] = ()) -> tuple[str, ...]:
    """Return what looks like a whole name in these words, each once, in order. `known`: names that are not asked about.

    Two to five words that each begin with a capital, none of them an everyday word or the name of a kind of place. A name
    that is `known`, or begins and ends as a known one does, is left out.
    """
    have = {folded(name) for name in known}
    ends = {(words[0], words[-1]) for name in have if len(words := name.split()) > 1}
    made: dict[str, str] = {}
    for text in texts:
        for run in _runs(text):
            key = folded(run)
            parts = key.split()
            if key not in have and (parts[0], parts[-1]) not in ends:
                made.setdefault(key, run)
    return tuple(made.values())


def mobiles(texts: Iterable[str]) -> dict[str, str]:
    """Return the numbers of mobile telephones in these words: the ten digits after 0 or +44, and the number as written."""
    found = (each[0] for text in texts for each in _MOBILE.finditer(text))
    return {re.sub(r"\D", "", number)[-10:]: number.strip() for number in found}


def _runs(text: str) -> Iterator[str]:
    for found in _RUN.finditer(text):
        words = found[0].split()
        begins = bool(_SENTENCE.search(text[: found.start()]))
        for first, run in _capitals(words):
            turned = begins and first == 0 and bool(_TURNED.search(run[0]))
            name = run[1:] if turned else run
            if 2 <= len(name) <= LONGEST and not any(_plain(word) in _PLACE for word in name):
                yield " ".join([*name[:-1], re.sub(r"['’]s$", "", name[-1])])


def _capitals(words: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each run of words of a name, with the place of its first word."""
    run: list[str] = []
    start = 0
    for n, word in enumerate([*words, "."]):
        if _of_a_name(word) or (run and _PARTICLES.fullmatch(word) and _goes_on(words[n + 1 :])):
            start = start if run else n
            run.append(word)
            continue
        # In letters that are all great, nothing tells a name from a heading.
        if any(not each.isupper() for each in run if not _PARTICLES.fullmatch(each)):
            yield start, run
        run = []


def _goes_on(rest: list[str]) -> bool:
    return next((_of_a_name(word) for word in rest if not _PARTICLES.fullmatch(word)), False)


def _of_a_name(word: str) -> bool:
    return (
        word[0].isupper() and len(word) > 1 and (not word.isupper() or len(word) > 3) and _plain(word) not in _ORDINARY
    )


def _plain(word: str) -> str:
    return re.sub(r"['’]s$", "", word).casefold()
