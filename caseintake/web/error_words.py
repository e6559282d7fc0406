"""The sentences of the error pages: what happened, and what to do about it."""

from dataclasses import dataclass

from caseintake.i18n import lazy


@dataclass(frozen=True, slots=True)
class Words:
    """One error page: the heading, what happened, what to do."""

    title: str
    what: str
    do: str = ""


WORDS: dict[int, Words] = {
    400: Words(
        lazy("This could not be read"),
        lazy("What your browser sent was incomplete or changed on its way. Nothing was saved."),
        lazy("Go back, open the page again and send the form once more."),
    ),
    401: Words(
        lazy("Your visit has ended"),
        lazy("You were away for a while, so the page was closed for safety. Nothing was saved."),
        lazy("Come in again in another tab, then return here."),
    ),
    403: Words(
        lazy("This was not accepted"),
        lazy("The form did not come from a page of this site, so it was refused without being read."),
        lazy("Open the page here, in this browser, and send the form again."),
    ),
    404: Words(
        lazy("There is no such page"),
        lazy("The address is wrong, the page is gone, or it is not open to you."),
        lazy("Check the address, or start again from the first page."),
    ),
    405: Words(
        lazy("This page cannot be used that way"),
        lazy("The page exists, but not for this. Nothing was saved."),
        lazy("Start again from the page with the form."),
    ),
    409: Words(
        lazy("Somebody else changed this"),
        lazy("While you were writing, a colleague saved another version. Yours was not saved."),
        lazy("Open the page again in another tab, compare, and put your text in."),
    ),
    410: Words(
        lazy("This is closed"),
        lazy("It was open once and is not open any more."),
        lazy("Start again from the first page."),
    ),
    411: Words(
        lazy("This could not be read"),
        lazy("Your browser did not say how much it sends, so nothing was read."),
        lazy("Try again with another browser or without a proxy."),
    ),
    413: Words(
        lazy("This is too large"),
        lazy("It is more than this page can take, so it was not read to the end. Nothing was saved."),
        lazy("Send less at once, or send long texts as a file."),
    ),
    415: Words(
        lazy("This kind of content is not taken here"),
        lazy("The page takes forms only, and files only where it asks for them. Nothing was saved."),
        lazy("Use the form on the page."),
    ),
    429: Words(
        lazy("Too many tries"),
        lazy("To protect everybody, this is closed for a short while."),
        lazy("Wait a little, then try again. Nothing is lost by waiting."),
    ),
    500: Words(
        lazy("Something went wrong"),
        lazy("This page could not be made. What was saved before is safe."),
        lazy("The fault is on our side. Try again in a few minutes. If it stays, tell the office."),
    ),
    503: Words(
        lazy("Very busy just now"),
        lazy("The office cannot answer at this moment. Nothing was saved by this try."),
        lazy("Wait a minute and send it again."),
    ),
}  # fmt: skip

#: A record, key or log that is not what its author made of it.
UNPROVEN = Words(
    lazy("This record does not verify"),
    lazy("It is not what its author sealed, or its key is not the one that was signed. Nothing was changed."),
    lazy("Do not rely on what it says. Tell a coordinator now; the office can find out what was changed."),
)
UNVOUCHED = Words(
    lazy("This person has not been vouched for"),
    lazy("Nothing is given to a key that a coordinator has not compared with its owner. Nothing was changed."),
    lazy("Ask a coordinator to compare the words with this person."),
)
NEWER = Words(
    lazy("This was written by a newer version"),
    lazy("This computer runs an older program than the one that wrote the record. Nothing was changed."),
    lazy("Ask the administrator to bring the program up to date."),
)
