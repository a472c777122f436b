"""Headquarters' metadata: made, changed and signed, each time as a whole.

What counts is what the timestamp leads to; a change that was cut off before its timestamp was
written has never been.  Files are written in the order in which nobody sees a half of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from securesystemslib.signer import Key
from tuf.api.exceptions import RepositoryError, UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from db.folder_lock import held
from db.layout import settle
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.update.signing import Keys
from desk.update.trusted import METADATA, TARGETS

LIFETIMES: Final[Mapping[str, timedelta]] = {
    "root": timedelta(days=3 * 365),
    "targets": timedelta(days=365),
    "snapshot": timedelta(days=30),
    "timestamp": timedelta(days=30),
}
"""How long metadata are good; a PC or a stick that is away for longer asks anew."""

ONLINE: Final = ("snapshot", "timestamp")
"""Roles that say only what is newest; a timer renews them."""

T = TypeVar("T", Root, Targets, Snapshot, Timestamp)


class Repository:
    """A folder with `metadata` and `targets`, served or carried as it is."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.metadata = folder / METADATA
        self.targets = folder / TARGETS
        self._clock = clock

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process changes it; DeskError "update.no_repository" (folder), "update.running"."""
        if not self.metadata.is_dir():
            raise DeskError("update.no_repository", folder=str(self.folder))
        with held(self.folder / "lock") as free:
            if not free:
                raise DeskError("update.running")
            yield

    def root(self) -> Metadata[Root]:
        """The newest root."""
        numbers = [int(file.name.split(".")[0]) for file in self.metadata.glob("*.root.json")]
        if not numbers:
            raise DeskError("update.no_repository", folder=str(self.folder))
        return self._read(f"{max(numbers)}.root.json")

    def timestamp(self) -> Metadata[Timestamp]:
        """What is newest."""
        return self._read("timestamp.json")

    def current_snapshot(self) -> Metadata[Snapshot]:
        """The versions that belong together."""
        return self._read(f"{self.timestamp().signed.snapshot_meta.version}.snapshot.json")

    def current_targets(self) -> Metadata[Targets]:
        """The packages that are vouched for."""
        version = self.current_snapshot().signed.meta["targets.json"].version
        return self._read(f"{version}.targets.json")

    def create(self, keys: Keys, roles: Mapping[str, Sequence[Key]], threshold: int) -> None:
        """Make the first metadata.

        Args:
            roles: the public keys of each role; threshold: how many of root's have to sign.

        Raises:
            DeskError: "update.repository_there" (folder), "update.threshold" (keys, threshold).
        """
        if self.metadata.exists():
            raise DeskError("update.repository_there", folder=str(self.folder))
        if not 1 <= threshold <= len(roles["root"]):
            raise DeskError("update.threshold", keys=len(roles["root"]), threshold=threshold)
        root = Root(expires=self._until("root"), consistent_snapshot=True)
        for role, publics in roles.items():
            for public in publics:
                root.add_key(public, role)
        root.roles["root"].threshold = threshold
        self.metadata.mkdir(parents=True)
        self.targets.mkdir(exist_ok=True)
        signed = Metadata(root)
        self._sign(signed, root, "root", keys)
        files: list[tuple[str, Metadata[Any]]] = [
            *self._signed(root, keys, Metadata(Targets(expires=self._until("targets")))),
            *self._signed(root, keys, Metadata(Snapshot(expires=self._until("snapshot")))),
            *self._signed(root, keys, Metadata(Timestamp(expires=self._until("timestamp")))),
        ]
        self._write("1.root.json", signed)
        for name, one in files:
            self._write(name, one)

    def change(self, keys: Keys, edit: Callable[[Targets], None]) -> None:
        """Change what is vouched for, and say so.

        Raises:
            DeskError: "update.key_missing" (role), and what `edit` refuses with.
        """
        targets = self.current_targets()
        edit(targets.signed)
        self._publish(self.root().signed, keys, targets)

    def refresh(self, keys: Keys) -> datetime:
        """Say again that this is the newest, with the keys of the timer alone; gives until when.

        Raises:
            DeskError: "update.key_missing" (role).
        """
        self._publish(self.root().signed, keys, None)
        return self.timestamp().signed.expires

    def renew_root(self, keys: Keys, replaced: Mapping[str, Sequence[Key]]) -> int:
        """Give root a new time, and roles new keys; signed by the earlier root and by the new one.

        Args:
            keys: of the earlier root and of every role as it will be.
            replaced: roles with their new public keys.

        Returns:
            root's new version.

        Raises:
            DeskError: "update.key_missing" (role), "update.threshold" (keys, threshold).
        """
        earlier = self.root()
        new = Metadata[Root].from_bytes(earlier.to_bytes())
        root = new.signed
        for role, publics in replaced.items():
            threshold = root.roles[role].threshold
            if len(publics) < threshold:
                raise DeskError("update.threshold", keys=len(publics), threshold=threshold)
            for keyid in list(root.roles[role].keyids):
                root.revoke_key(keyid, role)
            for public in publics:
                root.add_key(public, role)
        root.version += 1
        root.expires = self._until("root")
        new.signatures.clear()
        self._sign(new, earlier.signed, "root", keys)
        self._sign(new, root, "root", keys)
        if replaced.keys() - {"root"}:
            self._publish(root, keys, self.current_targets(), new)
        else:
            self._write(f"{root.version}.root.json", new)
        return root.version

    def _publish(
        self,
        root: Root,
        keys: Keys,
        targets: Metadata[Targets] | None,
        new_root: Metadata[Root] | None = None,
    ) -> None:
        """Write what has changed; the timestamp comes last and makes it count."""
        snapshot, timestamp = self.current_snapshot(), self.timestamp()
        files: list[tuple[str, Metadata[Any]]] = []
        if targets is not None:
            files += self._signed(root, keys, self._next(targets, "targets"))
            snapshot.signed.meta["targets.json"].version = targets.signed.version
        files += self._signed(root, keys, self._next(snapshot, "snapshot"))
        timestamp.signed.snapshot_meta.version = snapshot.signed.version
        last = self._signed(root, keys, self._next(timestamp, "timestamp"))
        if new_root is not None:
            files.append((f"{root.version}.root.json", new_root))
        for name, one in [*files, *last]:
            self._write(name, one)

    def _next(self, metadata: Metadata[T], role: str) -> Metadata[T]:
        metadata.signed.version += 1
        metadata.signed.expires = self._until(role)
        return metadata

    def _signed(
        self, root: Root, keys: Keys, metadata: Metadata[T]
    ) -> list[tuple[str, Metadata[T]]]:
        role = metadata.signed.type
        metadata.signatures.clear()
        self._sign(metadata, root, role, keys)
        name = f"{role}.json" if role == "timestamp" else f"{metadata.signed.version}.{role}.json"
        return [(name, metadata)]

    def _sign(self, metadata: Metadata[T], root: Root, role: str, keys: Keys) -> None:
        for keyid in root.roles[role].keyids:
            if keyid in keys:
                metadata.sign(keys[keyid], append=True)
        try:
            root.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
        except UnsignedMetadataError as error:
            raise DeskError("update.key_missing", role=role) from error

    def _read(self, name: str) -> Metadata[Any]:
        try:
            return Metadata.from_bytes((self.metadata / name).read_bytes())
        except (OSError, RepositoryError) as error:
            raise DeskError("update.no_repository", folder=str(self.folder)) from error

    def _write(self, name: str, metadata: Metadata[Any]) -> None:
        draft = self.metadata / f"{name}.new"
        draft.write_bytes(metadata.to_bytes())
        settle(draft, self.metadata / name)

    def _until(self, role: str) -> datetime:
        return self._clock().replace(microsecond=0) + LIFETIMES[role]
