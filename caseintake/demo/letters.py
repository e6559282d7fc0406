"""What people who do not exist wrote to the demo office, in Latin, Cyrillic, Georgian and Arabic letters."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """What became of a letter by today."""

    NEW = "new"
    ANSWERED = "answered"
    WAITING = "waiting"
    WROTE_AGAIN = "wrote_again"
    DECLINED = "declined"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Told:
    """A date somebody remembers: to the day, or only the month. ``ago`` counts days before today."""

    question: str
    ago: int
    precision: str = "day"
    anchor_note: str = ""


@dataclass(frozen=True)
class Letter:
    """One first contact. ``ago``: days before today on which it came."""

    ago: int
    language: str
    text: str
    fate: Fate = Fate.NEW
    told: tuple[Told, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    #: Uses agreed to beside being read.
    also: tuple[str, ...] = ()
    #: What the office wrote back, and what the person added after that.
    reply: str = ""
    addition: str = ""
    #: What is needed of the person, if something is.
    needed: str = ""
    #: The name of the client file, once accepted.
    client: str = ""
    #: Name of a file that came with it.
    file: str = ""
    #: The code to come back with is printed at the start.
    code_shown: bool = False


LETTERS: Final = (
    Letter(
        41,
        "az",
        "Polis məni idarəyə çağırdı və stolun üstünə qardaşımla telefon danışıqlarımın yazılı mətnini qoydu. Heç kim "
        "məhkəmə qərarı göstərmədi. Sonra müstəntiq dedi ki, “səsiniz bizə iki ildir gəlir”. Mətnin surətini "
        "vermədilər, ancaq işin nömrəsini yadımda saxlamışam.",
        Fate.ACCEPTED,
        (Told("known", 52, "day", "Qızımın ad günündən bir gün sonra"),),
        {"known_how": "case_file", "contact_way": "code"},
        ("strasbourg",),
        reply="İşinizi qəbul edirik. Hüquqşünas bu kodla sizə yazacaq. Sənədlərin surətini evdə saxlamayın.",
        client="Ağasəlim Nurməmmədli",
        file="cagiris vereqesi.pdf",
    ),
    Letter(
        38,
        "ru",
        "На мой телефон пришло предупреждение от изготовителя: «государственные злоумышленники». Я отнесла телефон в "
        "лабораторию, и они нашли следы программы, которая включает микрофон. Я журналистка, в телефоне были мои "
        "источники. К следователю не ходила: боюсь, что спросят, о ком идёт речь.",
        Fate.ACCEPTED,
        (Told("known", 66, "month", "весной, перед праздниками"),),
        {"known_how": "phone_alert", "others_appear": "yes", "others_know": "no"},
        ("strasbourg",),
        reply="Мы берём дело. Теперь вам пишет юрист. Телефон не включайте и не сбрасывайте.",
        client="Ирада Велиханова",
        file="laboratoriya.pdf",
    ),
    Letter(
        34,
        "en",
        "My name stands in a list of telephone numbers that a newspaper printed. I do not know whether anybody "
        "listened, and I live abroad now. I only want to know whether I can do anything.",
        Fate.REFERRED,
        (Told("known", 400, "month"),),
        {"known_how": "press"},
        reply="We are not the right office for a complaint against a company in your country. The digital rights "
        "clinic at your university takes such cases. What we did not check: whether a time-limit runs where you live.",
    ),
    Letter(
        30,
        "az",
        "2019-cu ildə telefonumu aldılar və qaytarmadılar. Məhkəməyə şikayət etmədim. İndi pulunu istəyirəm.",
        Fate.DECLINED,
        (Told("act", 2400, "month"),),
        reply="Bunu götürə bilmirik: dörd aylıq müddət çoxdan bitmiş ola bilər. Mülki iddia müddətini yoxlamadıq. "
        "Vəkillər Kollegiyasının pulsuz məsləhətinə müraciət edin.",
    ),
    Letter(
        21,
        "ru",
        # Georgian, on the Russian form: the languages of the form are not the languages of the people.
        "ჩემს ბინაში ორი კაცი შემოვიდა და თქვა, რომ ინტერნეტს ამოწმებენ. მეორე დღეს როზეტის უკან პატარა მიკროფონი "
        "ვიპოვე. ფოტო გადავიღე და არაფერს შევხებივარ. Пишу по-грузински, потому что так точнее.",
        Fate.WAITING,
        (Told("act", 33, "day"),),
        {"contact_way": "intermediary", "contact_person": "Nana, at the bakery opposite"},
        reply="გთხოვთ, გამოგვიგზავნოთ ფოტო და დაწეროთ, ვინ არის ბინის მესაკუთრე. მიკროფონს ნუ შეეხებით.",
        needed="The photograph, and whose flat it is",
        code_shown=True,
    ),
    Letter(
        17,
        "en",
        # Persian, on the English form.
        "من خبرنگارم و در باکو زندگی می‌کنم. بازپرس پیام‌های خصوصی من با همسرم را برایم خواند. "
        "هیچ حکمی نشانم ندادند. من این را به انگلیسی هم می‌نویسم: they read my messages to me aloud.",
        Fate.WROTE_AGAIN,
        (Told("act", 29, "day"),),
        {
            "pictures_private": "yes",
            "pictures_description": "Two pictures of my wife were in the file. I do not send them.",
        },
        reply="Thank you. Do you remember the name of the investigator, or the number of the room?",
        addition="Room 214. The investigator did not say a name; the badge began with “Q”.",
    ),
    Letter(
        13,
        "fr",
        "Un agent m’a montré, sur sa tablette, la carte de tous mes déplacements depuis janvier. Il a dit que c’était "
        "« pour mon bien ». Je suis avocate et j’ai visité des clients en prison : ces visites y figuraient aussi.",
        Fate.ANSWERED,
        (Told("known", 15, "day"),),
        {"known_how": "official"},
        reply="Merci. Nous lisons votre dossier cette semaine. Ne parlez pas de cette carte au téléphone.",
    ),
    Letter(
        9,
        "ru",
        "Прошу удалить всё, что я написала о муже. Мы помирились, и он узнал про это письмо.",
        Fate.WITHDRAWN,
        (),
        {"others_appear": "yes"},
        reply="",
    ),
    Letter(
        4,
        "en",
        "The District Court refused my claim against the ministry in March. The appeal court upheld it. My lawyer died "
        "in summer and I found the letter with the judgment of the Supreme Court among his papers only now. The "
        "envelope has a stamp that I cannot read.",
        Fate.NEW,
        (Told("decided", 139, "day"), Told("served", 118, "month", "when his office was cleared")),
        {"decision_what": "Supreme Court, civil chamber: claim refused"},
    ),
    Letter(
        2,
        "ru",
        "В суде мне дали прочитать дело, и там лежала распечатка моей переписки с врачом. Судья сказал, что разрешение "
        "было, но не показал его. Решение вручили мне через неделю.",
        Fate.NEW,
        (Told("decided", 31, "day"), Told("served", 24, "day")),
        {"decision_what": "Апелляционный суд, оставлено без изменения", "known_how": "case_file"},
        ("strasbourg",),
        file="reshenie.pdf",
    ),
    Letter(
        1,
        "az",
        "Telefonuma Apple-dan xəbərdarlıq gəldi. Nə vaxt gəldiyini dəqiq bilmirəm, yayda idi. Mən tələbəyəm, heç kimə "
        "deməmişəm, anam da bilmir.",
        Fate.NEW,
        (Told("known", 120, "month", "Yayda, imtahanlardan sonra"),),
        {"known_how": "phone_alert", "safety_screen": "yes"},
        code_shown=True,
    ),
    Letter(
        0,
        "az",
        "Oğlumu səhər apardılar, telefonunu da götürdülər. Üç saatdır harada olduğunu demirlər. Keçən ay da onu "
        "izləyirdilər, maşının nömrəsini yazmışam.",
        Fate.NEW,
        (),
        {"safety_urgent": "detained", "contact_way": "place", "contact_place": "Məhkəmənin qarşısındakı aptek"},
    ),
)
