"""What a test needs to come in by the newer doors: a key that lives in the browser, and letters."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import CDPSession, Page

from commentbox.clock import utc_now
from commentbox.settings import Settings
from commentbox.worker import Worker
from tests.browser.conftest import Scene

_OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


# A browser that offers nothing by itself: a key that is always touched would answer the offer at once.
NO_OFFER = "PublicKeyCredential.isConditionalMediationAvailable = async () => false;"


class Key:
    """An authenticator of this page, made by the browser itself."""

    def __init__(self, page: Page, like: "Key | None" = None):
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        made = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": _OPTIONS})
        self._id = made["authenticatorId"]
        for credential in [] if like is None else like.credentials():
            self._cdp.send("WebAuthn.addCredential", {"authenticatorId": self._id, "credential": credential})

    def credentials(self) -> list[dict[str, Any]]:
        found = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return list(found["credentials"])

    def touch(self, is_touched: bool) -> None:
        """Whether its owner puts a finger on it; while they do, the browser's suggestion counts as chosen."""
        self._cdp.send(
            "WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self._id, "enabled": is_touched}
        )

    def verify_owner(self, is_verified: bool) -> None:
        self._cdp.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": is_verified}
        )


class Letters:
    """Everything the worker would have sent."""

    def __init__(self, scene: Scene):
        self._letters: list[dict[str, str]] = []
        handlers = {"mail": self._keep}
        self._worker = Worker(scene.engine, scene.settings, utc_now, handlers)

    def _keep(self, _settings: Settings, letter: Mapping[str, Any]) -> None:
        self._letters.append(dict(letter))

    def newest(self, to: str) -> str:
        self._worker.run_due()
        return [letter["text"] for letter in self._letters if letter["to"] == to][-1]

    def link(self, to: str) -> str:
        return str(re.findall(r"^http\S+$", self.newest(to), re.MULTILINE)[0])

    def code(self, to: str) -> str:
        return "".join(re.findall(r"^ {4}(\d{4}) (\d{4})$", self.newest(to), re.MULTILINE)[0])
