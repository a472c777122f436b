"""Triggers that note which keys headquarters lack, whoever wrote them."""

from __future__ import annotations

from typing import Final

_NOTE: Final = "INSERT OR REPLACE INTO lane_row (row_id, kind, waiting) VALUES"

LANE_TRIGGERS: Final = {
    "person_key_made": (
        "CREATE TRIGGER person_key_made AFTER INSERT ON person_key"
        f" BEGIN {_NOTE} (NEW.person_id, 'person', 1); END"
    ),
    "person_key_changed": (
        "CREATE TRIGGER person_key_changed AFTER UPDATE OF key, expires ON person_key"
        " WHEN NEW.key IS NOT OLD.key OR NEW.expires IS NOT OLD.expires"
        f" BEGIN {_NOTE} (NEW.person_id, 'person', 1); END"
    ),
    "annex_key_made": (
        "CREATE TRIGGER annex_key_made AFTER INSERT ON annex_key"
        " BEGIN UPDATE lane_row SET waiting = 1 WHERE row_id = NEW.entry_id; END"
    ),
}
"""The statement that makes each trigger, by the trigger's name.

An entry of the annex goes again when a new holder was given its key.
"""
