"""The people of the demo office and the forty applicants of its cases. All of them are invented."""

from dataclasses import dataclass
from typing import Final

from caseintake.i18n import lazy
from caseintake.kernel.actor import Role
from caseintake.matters.kinds import Spellings
from caseintake.vault.holders import VaultKind


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in the demo office. ``key`` is how the story calls them."""

    key: str
    name: str
    role: Role
    #: Office vaults a coordinator gives them, beside the directory.
    holds: tuple[VaultKind, ...] = ()
    #: False: enrolled, and nobody has compared words with them yet.
    vouched: bool = True
    #: What to look at first when signed in as them.
    see: str = ""


#: Who founds the office.
FOUNDER: Final = "nino"

STAFF: Final = (
    Colleague("nino", "Nino Gelovani", Role.COORDINATOR, see=lazy("the board, a person waiting to be vouched for")),
    Colleague(
        "klaus",
        "Klaus Reinholt",
        Role.COORDINATOR,
        (VaultKind.DOCKET, VaultKind.CONFLICTS),
        see=lazy("the board, a date waiting for a second reading"),
    ),
    Colleague("rauf", "Rauf Talıblı", Role.ADMINISTRATOR, see=lazy("people and invitations; opens nothing")),
    Colleague("gunay", "Günay Səfərzadə", Role.INTAKE_OFFICER, (VaultKind.INTAKE,), see=lazy("the inbox")),
    Colleague("mariam", "Mariam Tsulaia", Role.INTAKE_OFFICER, (VaultKind.INTAKE,), see=lazy("the inbox")),
    Colleague(
        "leyla",
        "Leyla Həsənova (Çinar Law)",
        Role.LAWYER,
        see=lazy("Juniper 41 with a restricted client file"),
    ),
    Colleague(
        "marc",
        "Marc Delorme (Delorme & Ott)",
        Role.LAWYER,
        see=lazy("Basalt 17; of Juniper 41 all but one file"),
    ),
    Colleague("sona", "Sona Vəlizadə", Role.ASSISTANT, see=lazy("Juniper 41: records facts, changes nobody's access")),
    Colleague(
        "thea",
        "Théa Marchand",
        Role.LAWYER,
        vouched=False,
        see=lazy("the nine words that a coordinator must compare first"),
    ),
    Colleague("emma", "Emma Petit", Role.TRANSLATOR, see=lazy("the one judgment that is shared with her")),
)


@dataclass(frozen=True)
class Client:
    """One applicant: the name as passports and courts write it, and the language to speak."""

    names: Spellings
    language: str
    contact: str = ""
    never: str = ""

    @property
    def name(self) -> str:
        return self.names.az or self.names.ru or self.names.en


def _client(line: str) -> Client:
    """A line of the lists below: az | ru | en | language | contact | never. French writes as English where not said."""
    az, ru, en, language, *more = (part.strip() for part in line.split("|"))
    contact, never = (*more, "", "")[:2]
    return Client(Spellings(az=az, ru=ru, en=en, fr=en), language, contact, never)


def _clients(lines: str) -> tuple[Client, ...]:
    return tuple(_client(line) for line in lines.strip().splitlines())


#: Journalists and their families whose telephones were listened to.
JUNIPER: Final = _clients(
    """
    Sevda Qaracalı | Севда Гараджалы | Sevda Garajali | az | Return code; reads on Sundays | By telephone
    Elnur Bəhmənli | Эльнур Бахманлы | Elnur Bahmanli | az | Through his sister Aytən, in person | At his office
    Тимур Алишев | Тимур Алишев | Timur Alishev | ru | Return code | By e-mail
    Nigar Şıxəliyeva | Нигяр Шихалиева | Nigar Shikhaliyeva | az | Return code
    Orxan Dəmirçizadə | Орхан Демирчизаде | Orkhan Demirchizade | az | At the library, first Monday of the month
    Lalə Xudiyeva | Лала Худиева | Lala Khudiyeva | az | Return code | By post: it is opened
    Rəşad Tağıbəyli | Рашад Тагибейли | Rashad Taghibayli | az | Return code
    Könül Əzizova | Кёнюль Азизова | Konul Azizova | az | Through counsel only
    Fuad Cəbizadə | Фуад Джабизаде | Fuad Jabizade | az | Return code
    Зарина Мурадханова | Зарина Мурадханова | Zarina Muradkhanova | ru | Return code | Anything her husband could see
    Vüqar Nəbizadə | Вугар Набизаде | Vugar Nabizade | az | Return code
    Aygün Sadıqbəyli | Айгюн Садыгбейли | Aygun Sadigbeyli | az | Return code
    Toğrul Hüseynbala | Тогрул Гусейнбала | Togrul Huseynbala | az | Through the prison visit of his lawyer
    Gülnar Ağakişi | Гюльнар Агакиши | Gulnar Aghakishi | az | Return code
    Samir Quluzadə-Nur | Самир Гулузаде-Нур | Samir Guluzade-Nur | az | Return code
    Pərvin İsgəndərli | Парвин Искендерли | Parvin Isgandarli | az |
    Cavid Mürsəlzadə | Джавид Мурсалзаде | Javid Mursalzade | az | Return code
    Ülviyyə Rzaqızı | Ульвия Рзагызы | Ulviyya Rzagizi | az | Return code, after ten at night | Through her brother
    """
)

#: People abroad whose telephones were opened from afar.
BASALT: Final = _clients(
    """
    Anar Kəngərli | Анар Кенгерли | Anar Kengerli | az | Return code
    Mehriban Talışxan | Мехрибан Талышхан | Mehriban Talishkhan | az | Return code
    Давид Чкуасели | Давид Чкуасели | Davit Chkuaseli | ru | Return code
    Ketevan Abuladze-Nur | Кетеван Абуладзе-Нур | Ketevan Abuladze-Nur | en | At the office in Tbilisi, in person
    Ramin Ocaqverdi | Рамин Оджагверди | Ramin Ojagverdi | az | Return code
    Светлана Гришаева | Светлана Гришаева | Svetlana Grishaeva | ru | Return code
    Elçin Bayramtürk | Эльчин Байрамтюрк | Elchin Bayramturk | az | Return code
    Nərgiz Səttarqızı | Наргиз Саттаргызы | Nargiz Sattargizi | az | Return code
    Hélène Vartabédian | Элен Вартабедян | Helene Vartabedian | fr | Return code
    Qorxmaz Ləzgiyev | Горхмаз Лезгиев | Gorkhmaz Lezgiyev | ru | Return code
    Aida Mahmudzadə | Аида Махмудзаде | Aida Mahmudzade | az | Return code
    Peter Hollins | Питер Холлинс | Peter Hollins | en | Return code
    Sübhan Əliağa | Субхан Алиага | Subhan Aliaga | az | Through his mother, on paper
    Yeganə Cəmilqızı | Егана Джамилгызы | Yegana Jamilgizi | az | Return code
    """
)

#: A new case that nobody leads yet. Two more come into it from the inbox.
SAFFRON: Final = _clients(
    """
    Kamran Zülfüqarlı | Кямран Зульфугарлы | Kamran Zulfugarli | az | Return code
    Роза Шамилова | Роза Шамилова | Roza Shamilova | ru | Return code
    İlahə Mirzəcanlı | Илаха Мирзаджанлы | Ilaha Mirzajanli | az | Return code
    Bəxtiyar Sarıyev-Ata | Бахтияр Сарыев-Ата | Bakhtiyar Sariyev-Ata | az | Return code
    Xədicə Əfəndizadə | Хадиджа Эфендизаде | Khadija Efendizade | az | Return code
    Мурад Гаджиомаров | Мурад Гаджиомаров | Murad Gadzhiomarov | ru | Return code
    """
)
