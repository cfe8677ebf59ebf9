"""Keys as people read of them: their states, for which documents they hold, what a key record does."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from geodata.changes.documents.key_record import Act
from geodata.model.keys import KeyState, PublicKey

translate = QCoreApplication.translate

_STATES: dict[KeyState, object] = {
    KeyState.ACTIVE: QT_TRANSLATE_NOOP("Keys", "in force"),
    KeyState.RETIRED: QT_TRANSLATE_NOOP("Keys", "ended"),
    KeyState.LOST: QT_TRANSLATE_NOOP("Keys", "lost"),
}

_ACTS: dict[Act, object] = {
    Act.FIRST: QT_TRANSLATE_NOOP("Keys", "It is the first key of this side"),
    Act.CHANGE: QT_TRANSLATE_NOOP("Keys", "It replaces a key that is still at hand"),
    Act.LOSS: QT_TRANSLATE_NOOP("Keys", "It replaces a key that is lost, or that somebody else may have"),
}


def proves() -> str:
    """Return what a signature says, wherever one is made or shown."""
    return translate("Keys", "The signature proves who exported this, and nothing more.")


def state_word(state: KeyState) -> str:
    """Return how a key stands."""
    return translate("Keys", str(_STATES[state]))


def act_word(act: Act) -> str:
    """Return what a key record does."""
    return translate("Keys", str(_ACTS[act]))


def span_words(key: PublicKey) -> str:
    """Return for which of its side's documents a key holds."""
    if key.last is None:
        return translate("Keys", "from {0} on").format(key.first) if key.first else translate("Keys", "all")
    if key.first:
        return translate("Keys", "{0} to {1}").format(key.first, key.last)
    return translate("Keys", "up to {0}").format(key.last)


def named(key: PublicKey) -> str:
    """Return a key in one line: its number, its side, whose it is."""
    whose = f", {key.label}" if key.label else ""
    return translate("Keys", "Key {0} of side {1}").format(key.id, key.side) + whose
