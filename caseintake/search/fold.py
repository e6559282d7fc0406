"""One name in many spellings: Hüseynov, Huseynov, Guseinov, Houseynov, Һүсејнов and Гусейнов share a form.

A spelling does not say in which language it was written, so each word is read in every orthography it could be in
(Azerbaijani with its letters, Azerbaijani typed without them, a romanisation by way of English, French, German or
Russian, Russian, Azerbaijani Cyrillic, Georgian). Each reading goes into one small alphabet of sounds:

* ``a`` for a, ə, e, э; ``i`` for i, ı, ы and a y that is no glide; ``o`` for o, ö; ``u`` for u, ü. A glide between two
  vowels is not written, for *Əliyev* is *Алиев* and *Aliev*;
* ``c`` for ç, ч; ``j`` for c, j, дж, ж; ``s`` for ş, ш as ``S``; ``h`` for h, x; ``g`` for g, q, ğ;
* no double consonants, and at the end of a word ``t`` for d and ``p`` for b (*Əhməd*, *Ahmet*).

Where a letter has two readings (Russian г is *h* in Гусейнов and *g* in Гулиев) both become forms. Letters are never
doubtful in two orthographies at once: that would make one name of Qasımov (*Gasimov*) and Haşımov (*Гашимов*).

Men's and women's surnames (Hüseynov, Hüseynova) are two names. Only a handful of stems are known by heart.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product

#: As many forms as one word may have, and as a name of several words may have. Likelier readings come first.
WORD_FORMS, NAME_FORMS = 32, 512
JOINED_BY = "+"

#: Lower-casing that keeps I and i one letter: a capital I is dotless in Azerbaijani and dotted elsewhere.
_LOWER = str.maketrans({"İ": "i", "I": "i", "ß": "ss"})
_DROPPED = re.compile("['’‘ʼʻ`´ʹʺъ\u0301\u0300\u0307\u00ad\u200b-\u200d]")
_OWN_LETTERS = frozenset("çşğöüəıčšŝžйёїґў")
#: Letters that look alike, Latin and Cyrillic: decisions read by machine mix them within one word, and so does whoever
#: wishes a name not to be found.
_LATIN, _CYRILLIC = "AaBCcEeHhIiJjKMOoPpTXxYyƏə", "АаВСсЕеНһІіЈјКМОоРрТХхУуӘә"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)
_MIXED = re.compile("(?=.*[A-Za-zƏə])(?=.*[\u0400-\u04ff])", re.DOTALL)
_SURELY_CYRILLIC = re.compile(f"[\u0400-\u04ff](?<![{_CYRILLIC}])")
#: A word, or a number with what stands between its digits: 54321/21, 2-1(81)-15/2024, 12.03.2026.
_TERM = re.compile(r"[^\W_]+(?:['’‘ʼʻ`´ʹ\u0301\u0307-]+[^\W_]+)*(?:(?<=\d)[/.()–-]+[^\W_]+)*")
_BREAK = re.compile("[-/.()–]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʼʻ`´ʹ\u0301\u0307-]+[^\W\d_]+)*")

_OGLU = re.compile("o(ğ|g|gh)(l)(u|ou|y|i|ı)|оғлу|оглы|оглу")
_QIZI = re.compile("[qgkг]h?[ıiy]z[ıiy]|[гкқ][ыи]з[ыи]|guizi")
_ZADE_APART = re.compile(r"(?<=\w)\s+(z[aə]d[aeə]h?|заде|задә)\b", re.IGNORECASE)
_AFTER_FATHER = re.compile("(о|е|ё)(вич|вна)$|(ич|ична)$|(o|e)v(ich|itch|ič|na)$")

Rule = tuple[str, tuple[str, ...]]
#: Words that were read, with their forms.
Read = dict[str, frozenset[str]]


class _Orthography:
    """How letters are read: the first rule that matches at a place gives the sounds it may stand for."""

    def __init__(self, *rules: Rule) -> None:
        self._sounds = tuple(sounds for _, sounds in rules)
        self._letters = re.compile("|".join(f"({re.sub('[(](?![?])', '(?:', pattern)})" for pattern, _ in rules))

    def read(self, word: str) -> Iterator[str]:
        """Every reading of `word`, likelier ones first."""
        places: list[tuple[str, ...]] = []
        at = 0
        while at < len(word):
            found = self._letters.match(word, at)
            if found is None or found.lastindex is None:
                places.append((word[at],))
                at += 1
                continue
            places.append(self._sounds[found.lastindex - 1])
            at = found.end()
        return map("".join, islice(product(*places), WORD_FORMS))


def _each(**letters: str) -> tuple[Rule, ...]:
    return tuple((letter, tuple(sounds.split("|"))) for letter, sounds in letters.items())


_VOWEL, _CONSONANT = "[aeiouyəıöü]", "[bcdfghjklmnpqrstvwxz]"

#: Azerbaijani and Turkish with their own letters.
_AZERBAIJANI = _Orthography(
    (f"(?<={_VOWEL}{_CONSONANT})ı", ("i", "u")),
    ("(?<=[kgbcd])ö", ("o", "a")),
    *_each(ə="a", e="a", ı="i", ö="o", ü="u", c="j", ç="c", ş="S", ğ="g", q="g|k", x="h", w="v"),
)
#: The same typed without them. A word in which g stands before a is not Azerbaijani (that g is a q).
_WITHOUT_LETTERS = _Orthography(("(?<=^qa)s", ("s",)), *_each(e="a", c="j|c", s="s|S", q="g|k", x="h", w="v"))
_NOT_WITHOUT = re.compile("sh|ch|zh|kh|gh|dj|tch|ou|ts|g[ao]|[^a-z]")

#: Written for readers of English, French or German, from Azerbaijani or by way of Russian.
_ROMANISED = _Orthography(
    ("shch|schtsch|chtch|šč|ŝ", ("S",)),
    ("tsch|tch|č", ("c",)),
    ("dzh|dsch|dj|dž|dg(?=[ei])", ("j",)),
    ("sch|š", ("S",)),
    ("(?<=.)sh", ("S", "sh")),
    ("sh", ("S",)),
    ("ch(?=[rl])", ("k",)),
    ("ch", ("c", "S")),
    ("zh|ž", ("j",)),
    ("kh", ("h",)),
    ("gh", ("g",)),
    ("ph", ("f",)),
    ("(?<=.)th", ("t", "th")),
    ("th", ("t",)),
    ("ck", ("k",)),
    ("tz", ("ts",)),
    (f"(?<={_CONSONANT})(?:iou|you|yu|iu)", ("u", "yu")),
    ("ou", ("u",)),
    ("(?<![gq])ue(?=[^aeiouy])", ("u", "ua")),
    ("oe(?=[^aeiouy])", ("o", "oa")),
    ("oo", ("u", "o")),
    ("^(ye|ie)", ("ya", "a")),
    (f"(?<={_CONSONANT})(?:yo|io(?=va?$|dor))", ("o", "yo", "a", "ya")),
    (f"(?<={_CONSONANT})ya(?=.)|(?<=[kg])ya", ("a", "ya")),
    ("(?<=[dt])re$", ("r", "ra")),
    ("(?<=[dt])er$", ("ar", "r")),
    ("(?<=o)gl[yi]$", ("glu", "gli")),
    ("(?<=o)ghl[yi]$", ("glu", "gli")),
    ("off$", ("ov",)),
    ("eff$", ("av",)),
    (f"(?<={_VOWEL}{_CONSONANT})[ae]h$|(?<={_CONSONANT}{{2}})[ae]h$", ("a", "ah")),
    ("g?gu(?=[ei])", ("g", "gu")),
    ("qu(?=[ei])", ("k", "ku", "gu")),
    ("g$", ("g", "k")),
    ("g(?=[stfpk])", ("g", "k", "h")),
    ("g", ("g", "h")),
    ("^k(?=[auy]|ou)", ("k", "g")),
    (f"c(?={_CONSONANT})|c$", ("k",)),
    ("^j", ("j", "y")),
    (f"(?<={_VOWEL})j(?!{_VOWEL})", ("y", "j")),
    ("(?<=i)j(?=[ae])|(?<=a)j(?=ev)|(?<=[^aeiouy])j(?=[aou])", ("j", "y")),
    ("ee(?=va?$)", ("aa", "a")),
    ("ee", ("i", "a")),
    ("(?<=s)k(?=[aeo])", ("k", "g")),
    ("(?<=k)p", ("p", "b")),
    ("(?<=h)t", ("t", "d")),
    *_each(e="a", c="j", q="g|k", x="ks|h", w="v", ö="o", ü="u", ç="c", ş="S"),
)
#: Written for readers of German: Alijew, Sacharow, Dschaparidse. Only a word that shows it is read so.
_GERMAN = _Orthography(
    ("schtsch", ("S",)),
    ("tsch", ("c",)),
    ("dsch", ("j",)),
    ("sch", ("S", "j")),
    ("ch", ("h",)),
    ("^je", ("ya", "a")),
    ("jo(?=wa?$)", ("yo", "o", "ya")),
    ("(?<=tsch)o(?=wa?$)", ("o", "a")),
    ("ss", ("s",)),
    ("ue", ("u",)),
    ("oe", ("o",)),
    ("s(?=[aeiouyjw])", ("z", "s")),
    ("g", ("g", "h")),
    ("^k(?=[au])", ("k", "g")),
    *_each(e="a", j="y", w="v", z="ts", x="ks", ö="o", ü="u", ä="a"),
)
_IS_GERMAN = re.compile("[eo]wa?$|sch|jew|dse$")
_FRENCH = re.compile("ou|ch|dj|gu[ei]|ss")
_SILENT_E = re.compile("[bdfgklmnprstvz]e$")

_OF_CYRILLIC = _each(
    а="a", б="b", в="v", д="d", ж="j", з="z", и="i", й="y", к="k", л="l", м="m", н="n", о="o", п="p", р="r", с="s",
    т="t", у="u", ф="f", х="h", ц="ts", ч="c", ш="S", щ="S", ы="i", э="a", ю="yu", я="ya", ь="", ъ="", ё="yo",
    ә="a", ө="o|a", ү="u", ғ="g", ҝ="g", қ="g|k", һ="h", ҹ="j", ј="y", і="i", ї="yi", є="ya|a", ґ="g", ў="u", ұ="u",
    ҳ="h", ң="n",
)  # fmt: skip
_NOT_A_VOWEL = "[бвгджзклмнпрстфхцчшщ]"

_RUSSIAN = _Orthography(
    ("дж", ("j",)),
    ("(?<=о)глы$", ("glu", "gli")),
    ("^е", ("a", "ya")),
    ("(?<=[кг])е", ("a", "o")),
    ("ье|ъе", ("ya",)),
    ("ьё", ("yo", "ya")),
    ("е", ("a",)),
    ("(?<=з)ё", ("o",)),
    (f"(?<={_NOT_A_VOWEL})ё", ("o", "a", "yo")),
    (f"(?<={_NOT_A_VOWEL})ю", ("u", "yu")),
    (f"(?<={_NOT_A_VOWEL})я(?=.)|(?<=[кгл])я", ("a", "ya")),
    ("г$", ("g", "k", "h")),
    ("г(?=[стфпкшч])", ("g", "k", "h")),
    ("г", ("g", "h")),
    ("^к(?=[ауыя])", ("k", "g")),
    ("(?<=с)к(?=[аео])", ("k", "g")),
    ("(?<=к)п", ("p", "b")),
    ("(?<=х)т", ("t", "d")),
    *_OF_CYRILLIC,
)
#: Azerbaijani Cyrillic of 1939 to 1991: its letters say what Russian ones leave open.
_AZERBAIJANI_CYRILLIC = _Orthography(("дж", ("j",)), *_each(е="a", г="g|k"), *_OF_CYRILLIC)
_AZERBAIJANI_ONLY = re.compile("[әөүғҝһҹј]")

_GEORGIAN = _Orthography(
    *_each(
        ა="a", ბ="b", გ="g", დ="d", ე="a", ვ="v", ზ="z", თ="t", ი="i", კ="k", ლ="l", მ="m", ნ="n", ო="o", პ="p",
        ჟ="j", რ="r", ს="s", ტ="t", უ="u", ფ="p", ქ="k", ღ="g", ყ="k|g", შ="S", ჩ="c", ც="ts", ძ="dz", წ="ts",
        ჭ="c", ხ="h", ჯ="j", ჰ="h",
    )
)  # fmt: skip

#: Names that came through Arabic, Persian and Russian, so that no rule of letters joins their spellings.
_TRAVELLED = (
    (re.compile("^m[aou]h[ao]mad"), "muhamad"),
    (re.compile("^iusa?u?f"), "iusif"),
    (re.compile("^hosain"), "husain"),
    (re.compile("^r[ai]z(?=a)"), "rz"),
    (re.compile("^([gk])asum"), r"\1asim"),
    (re.compile("hanum"), "hanim"),
    (re.compile("^g[ao]orgi$"), "giorgi"),
    (re.compile("^soltan"), "sultan"),
    (re.compile("^tair"), "tahir"),
    (re.compile("^(.*[gk])uluzada$"), r"\1ulizada"),
)

_GLIDE_BETWEEN = re.compile("(?<=[aou])[iy]+(?=[aou])")
_VOWEL_I = re.compile("[iy]+")
_DOUBLED = re.compile(r"([^aou])\1+")
_THRICE = re.compile(r"([aou])\1{2,}")


def words(text: str, known: Read | None = None) -> Iterator[str]:
    """The folded words of a running text: every form of every word, one after the other.

    A hyphenated word gives its parts and the whole, a number like 54321/21 its parts and its digits alone.
    ``known`` spares reading a word twice. It is the caller's and ends with the caller: this module keeps nobody's
    name in memory.
    """
    known = {} if known is None else known
    for typed in _TERM.finditer(text):
        whole = typed.group()
        parts = _BREAK.split(whole)
        for part in parts if len(parts) == 1 else [*parts, "".join(parts)]:
            yield from _once(part, known)


def _once(word: str, known: Read) -> frozenset[str]:
    if word not in known:
        known[word] = term(word)
    return known[word]


def terms(text: str) -> list[frozenset[str]]:
    """The words somebody looks for, each as the forms of which one must be found; a number is looked for whole."""
    return [found for typed in _TERM.finditer(text) if (found := term("".join(_BREAK.split(typed.group()))))]


def places(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Where each word of a text stands, from and up to which character, with its forms."""
    for typed in _TERM.finditer(text):
        yield typed.start(), typed.end(), frozenset(words(typed.group()))


def term(word: str) -> frozenset[str]:
    """The forms of one word or number."""
    return frozenset({word.casefold()}) if any(c.isdigit() for c in word) else _of_word(word)


def forms(name: str, known: Read | None = None) -> frozenset[str]:
    """The forms of a name; two spellings of one name share at least one, and different names none.

    A name of several words has forms of all its words together, in an order of their own, so that *Rauf Hüseynov* and
    *Гусейнов Рауф Алиевич* meet: a father's name (with oğlu, qızı, -ович, -овна) is left out where two other words
    remain. A hyphen may be a space or nothing. Forms hold no spaces. Nothing to read gives no forms.
    ``known`` is as in `words`.
    """
    known = {} if known is None else known
    found = set(_of_several(_words_of(name), known))
    if "-" in name:
        found |= _of_several(_words_of(name.replace("-", " ")), known)
    return frozenset(found)


def _words_of(name: str) -> list[str]:
    """The words of a name; *Ali Zade* is one, as *Əlizadə* is."""
    return [word for found in _WORD.finditer(_ZADE_APART.sub(r"\1", name)) if (word := found.group().replace("-", ""))]


def _of_several(typed: list[str], known: Read) -> frozenset[str]:
    core = _without_father(typed)
    if len(core) <= 1:
        return _part(core[0], known) if core else frozenset()
    together = product(*(sorted(_part(word, known)) for word in core))
    return frozenset(JOINED_BY.join(sorted(parts)) for parts in islice(together, NAME_FORMS))


def _part(word: str, known: Read) -> frozenset[str]:
    return _once(word, known) if word.isalpha() else _of_word(word)


def _without_father(typed: list[str]) -> list[str]:
    """The words of a name without the father's name, if two others remain."""
    lowered = [_lower(word) for word in typed]
    for at, word in enumerate(lowered):
        if at and (_OGLU.fullmatch(word) or _QIZI.fullmatch(word)):
            rest = typed[: at - 1] + typed[at + 1 :]
            return (
                rest if len(rest) > 1 else [*typed[:at], "oğlu" if _OGLU.fullmatch(word) else "qızı", *typed[at + 1 :]]
            )
    if len(typed) > 2:
        others = [word for word, low in zip(typed, lowered, strict=True) if not _AFTER_FATHER.search(low)]
        return others if len(others) > 1 else typed
    return typed


def _lower(word: str) -> str:
    """`word` in small letters of one script, with the accents that no orthography here tells apart taken off."""
    word = unicodedata.normalize("NFKC", word)
    if _MIXED.match(word):
        word = word.translate(_TO_CYRILLIC if _SURELY_CYRILLIC.search(word) else _TO_LATIN)
    small = _DROPPED.sub("", unicodedata.normalize("NFC", word.translate(_LOWER)).lower())
    small = _DROPPED.sub("", small)
    return "".join(c if c in _OWN_LETTERS else unicodedata.normalize("NFD", c)[0] for c in small)


def _of_word(word: str) -> frozenset[str]:
    low = _lower(word)
    return frozenset(form for reading in _readings(low) if (form := _settled(reading)))


def _readings(word: str) -> Iterator[str]:
    """`word` in every orthography that it could be written in."""
    script = unicodedata.name(word[0], "").split(" ")[0] if word else ""
    if script == "CYRILLIC":
        yield from (_AZERBAIJANI_CYRILLIC if _AZERBAIJANI_ONLY.search(word) else _RUSSIAN).read(word)
    elif script == "GEORGIAN":
        yield from _GEORGIAN.read(word)
    elif re.search("[əığ]", word):
        yield from _AZERBAIJANI.read(word)
    else:
        if re.search("[çşöü]", word):
            yield from _AZERBAIJANI.read(word)
            return
        if not _NOT_WITHOUT.search(word):
            yield from _WITHOUT_LETTERS.read(word)
        yield from _ROMANISED.read(word)
        if _IS_GERMAN.search(word):
            yield from _GERMAN.read(word)
        if _FRENCH.search(word) and _SILENT_E.search(word):
            yield from _ROMANISED.read(word[:-1])


def _settled(reading: str) -> str:
    """One reading as a form: glides, double letters and the end of the word the same in every spelling."""
    form = _VOWEL_I.sub("i", _GLIDE_BETWEEN.sub("", reading))
    form = _THRICE.sub(r"\1\1", _DOUBLED.sub(r"\1", form))
    for stem, settled in _TRAVELLED:
        form = stem.sub(settled, form)
    if len(form) > 2 and form[-1] in "db":
        form = form[:-1] + ("t" if form[-1] == "d" else "p")
    return form
