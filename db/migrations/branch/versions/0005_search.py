"""What finding anything needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from alembic import op

from db.person_cipher import Sealed, unseal
from db.search_words import index_text
from desk.domain.person import Purpose

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    """
    CREATE INDEX ix_appointment_person_id ON appointment (person_id) WHERE person_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_incident_find ON incident (site, day, kind, place, reporter_id)
    """,
    """
    CREATE INDEX ix_incident_text_id ON incident (text_id) WHERE text_id IS NOT NULL
    """,
)
_TEXTS: Final = """
    SELECT person_key.search_id, person_data.id, person_key.key, person_data.nonce,
    person_data.ciphertext FROM person_data JOIN person_key ON person_key.person_id = person_data.id
    WHERE person_data.purpose = 'incident_text'
    """
_ADD: Final = "INSERT OR REPLACE INTO person_search (rowid, words) VALUES (?, ?)"


def upgrade() -> None:
    """Each statement on one line; then the texts of the incidents reported so far are indexed."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
    connection = op.get_bind()
    for number, row_id, key, nonce, ciphertext in connection.exec_driver_sql(_TEXTS).all():
        sealed = Sealed(key, nonce, ciphertext)
        person = unseal(UUID(bytes=row_id), Purpose.INCIDENT_TEXT, sealed)
        words = index_text(person, Purpose.INCIDENT_TEXT)
        if words:
            connection.exec_driver_sql(_ADD, (number, words))
