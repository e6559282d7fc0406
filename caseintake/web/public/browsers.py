"""Browsers through which somebody else reads along, by what they say of themselves. Pure.

A warning and no more: the name a browser gives itself proves nothing, and nobody is turned away.
"""

import re
from typing import Final

#: Browsers that fetch pages through their maker's servers to save data: those servers see the clear text.
_PROXY: Final = re.compile(
    r"Opera Mini|UCBrowser|UCWEB|PuffinBrowser|Puffin/|SkyFire|QQBrowser|MQQBrowser|YaTurbo", re.IGNORECASE
)
#: Windows inside other apps: the app can read what is typed.
_IN_APP: Final = re.compile(
    r"FBAN|FBAV|FB_IAB|Instagram|WhatsApp|Telegram|TikTok|musical_ly|BytedanceWebview|Snapchat|Line/|MicroMessenger"
    r"|Twitter|LinkedInApp|Pinterest|GSA/|VKClient|OKApp|; wv\)",
    re.IGNORECASE,
)


def warning(user_agent: str) -> str:
    """The key of the text to show, ``hide.proxy`` or ``hide.in_app``; empty for an ordinary browser."""
    said = user_agent[:1000]
    if _PROXY.search(said):
        return "hide.proxy"
    return "hide.in_app" if _IN_APP.search(said) else ""
