"""Identities: which entity a mention means, and what an entity is called."""

from kg.link.identity import aliases, describe, identify
from kg.link.indicators import indicator_name
from kg.link.unfold import unfold

__all__ = ["aliases", "describe", "identify", "indicator_name", "unfold"]
