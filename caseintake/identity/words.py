"""How many words stand for what (docs/decisions: words from the list of the recovery shares). Pure."""

from random import SystemRandom
from uuid import UUID

from caseintake.kernel import words
from caseintake.vault import canonical
from caseintake.vault.primitives import sha256

#: 80 bits: at a million guesses a second, each costing 64 MiB, half of them take 19 billion years.
PASSPHRASE_WORDS = 8
#: A one-time code typed once within a fortnight; the same strength, because its hash lies in the database.
INVITATION_WORDS = 8
#: 90 bits: fewer could be met by trying keys until the words agree.
COMPARED_WORDS = 9
HANDLE_WORDS = 2
#: The words handles are drawn from: things, places, plants and weather of the same list that stand beside any other of
#: them without a meaning nobody wants as a name. No violence, body, faith, rank, police, watching or insult, no first
#: names, and nothing that sounds rude in Azerbaijani, Russian or French. Two different ones make 65,280 names; a handle
#: finds an account and protects nothing. Handles drawn from the whole list in earlier days go on being read.
HANDLES = (
    "airport", "album", "alpha", "alto", "aluminum", "answer", "aquatic", "arcade", "arena", "artwork", "aspect",
    "aviation", "axis", "axle", "beam", "bike", "biology", "blanket", "blue", "bolt", "boundary", "bracelet",
    "branch", "bucket", "building", "bulb", "bundle", "calcium", "campus", "canyon", "carbon", "cards", "cargo",
    "carpet", "ceiling", "center", "ceramic", "cinema", "clay", "climate", "clock", "cluster", "coastal", "coding",
    "column", "corner", "costume", "counter", "course", "cover", "craft", "crystal", "cubic", "cylinder", "dance",
    "desktop", "dining", "diploma", "display", "distance", "document", "domain", "downtown", "drift", "early",
    "earth", "easel", "easy", "echo", "ecology", "edge", "element", "elevator", "emerald", "energy", "envelope",
    "equation", "evening", "exchange", "express", "extra", "fiber", "filter", "flash", "flavor", "flexible",
    "float", "floral", "focus", "forecast", "formal", "forward", "fraction", "fragment", "fridge", "frost",
    "galaxy", "garden", "garlic", "geology", "glasses", "glen", "golden", "gravity", "grill", "grocery", "guitar",
    "harvest", "index", "island", "ivory", "jacket", "juice", "junction", "kernel", "keyboard", "kitchen", "knit",
    "ladle", "lamp", "language", "leaf", "lecture", "level", "library", "lilac", "liquid", "literary", "location",
    "lunar", "lunch", "lyrics", "machine", "manual", "marathon", "market", "material", "math", "medal", "metric",
    "mild", "mineral", "mixture", "mobile", "modern", "moment", "morning", "mountain", "museum", "music",
    "necklace", "nylon", "oasis", "object", "ocean", "orbit", "ounce", "oven", "package", "painting", "pancake",
    "paper", "pecan", "pencil", "photo", "phrase", "physics", "picture", "pipeline", "plains", "plan", "plastic",
    "platform", "practice", "purple", "quarter", "quick", "quiet", "railroad", "raisin", "random", "rapids",
    "research", "review", "rhyme", "rhythm", "river", "rocky", "roster", "round", "salt", "scene", "science",
    "script", "seafood", "season", "segment", "shelter", "sidewalk", "silver", "sled", "slice", "snapshot",
    "software", "solution", "source", "space", "spark", "spelling", "spray", "square", "stadium", "standard",
    "station", "steady", "step", "story", "strategy", "style", "sugar", "sunlight", "surface", "sweater",
    "swimming", "switch", "talent", "task", "taxi", "teaspoon", "texture", "theater", "ticket", "tidy", "timber",
    "timely", "tracks", "training", "tricycle", "umbrella", "universe", "upstairs", "video", "view", "vintage",
    "visual", "vocal", "volume", "walnut", "warmth", "wavy", "width", "wildlife", "window", "wireless", "writing",
    "year",
)  # fmt: skip


def draw_passphrase() -> tuple[str, ...]:
    return words.draw(PASSPHRASE_WORDS)


def draw_invitation() -> tuple[str, ...]:
    return words.draw(INVITATION_WORDS)


def draw_handle() -> str:
    """Two different random words: never a name, and never a hash of one."""
    return "-".join(SystemRandom().sample(HANDLES, HANDLE_WORDS))


def read_handle(text: str) -> str:
    """A handle as it was drawn, however it was typed. Raises `NotAWord`."""
    return "-".join(words.read(text))


def compared(fingerprint: bytes, person_id: UUID, hpke_public: bytes, sign_public: bytes) -> tuple[str, ...]:
    """The words two people compare: they stand for this office, this person and both public keys at once."""
    body = canonical.encode("compared words", fingerprint, person_id, hpke_public, sign_public)
    return words.of_bytes(sha256(body), COMPARED_WORDS)


def of_fingerprint(fingerprint: bytes) -> tuple[str, ...]:
    """The office fingerprint as words, for paper."""
    return words.of_bytes(fingerprint, COMPARED_WORDS)
