"""The private keyring: what one person's key leads to. The intake door must have no way here."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from hrd_report.errors import Damaged, NotAllowed
from hrd_report.sealed import Sealed
from hrd_report.vault.grants import grant_info
from hrd_report.vault.keys import Key, PublicKey, open_bytes


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant as it is kept: whose key, to whom, sealed."""

    child_public: PublicKey
    holder_kid: bytes
    blob: Sealed


def follow(blob: Sealed, holder: Key, child: PublicKey) -> Key:
    """Open a grant. Raise Damaged when it is not the child's seed for this holder."""
    key = Key.from_seed(open_bytes(holder, blob.blob, grant_info(child.kid, holder.kid)))
    if key.public != child:
        raise Damaged("the grant holds another key")
    return key


class Keyring:
    """The private keys a session may use, from a person's own key outwards. Silent if printed."""

    __slots__ = ("_keys", "_lost", "kid")

    def __init__(self, person: Key) -> None:
        self.kid = person.kid
        self._keys = {person.kid: person}
        self._lost: set[bytes] = set()

    def key(self, kid: bytes) -> Key:
        """Return the key of this name. Raise NotAllowed when no opened grant led to it."""
        try:
            return self._keys[kid]
        except KeyError:
            raise NotAllowed("no grant leads to this key") from None

    def hold(self, key: Key) -> None:
        """Take a key that was just made or opened elsewhere."""
        self._keys[key.kid] = key

    def lose(self, kids: Iterable[bytes]) -> None:
        """Note which of these keys should be here and are not."""
        self._lost.update(kid for kid in kids if kid not in self._keys)

    def lost(self, kid: bytes) -> bool:
        """Tell whether a key should be here and is not: its grant was altered."""
        return kid in self._lost

    def __contains__(self, kid: object) -> bool:
        return kid in self._keys

    def open_path(self, grants: Iterable[GrantRow]) -> tuple[bytes, ...]:
        """Open every grant reachable from the keys held, breadth first.

        Return the kids whose grants were all damaged, usually none: one bad row must not keep a
        person out of everything else. Rows that no held key leads to are left alone.
        """
        by_holder: defaultdict[bytes, list[GrantRow]] = defaultdict(list)
        for row in grants:
            by_holder[row.holder_kid].append(row)
        damaged: dict[bytes, None] = {}
        waiting = deque(self._keys)
        while waiting:
            holder = self._keys[waiting.popleft()]
            for row in by_holder.get(holder.kid, ()):
                kid = row.child_public.kid
                if kid in self._keys:
                    continue
                try:
                    self._keys[kid] = follow(row.blob, holder, row.child_public)
                    waiting.append(kid)
                except Damaged:
                    damaged[kid] = None
        return tuple(kid for kid in damaged if kid not in self._keys)

    def wipe(self) -> None:
        """Let go of every key. Python cannot erase memory; what nobody holds is freed."""
        self._keys.clear()

    def __repr__(self) -> str:
        return "Keyring(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a keyring is not pickled")
