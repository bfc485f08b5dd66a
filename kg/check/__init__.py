"""Is a graph as it should be?  Shapes (SHACL Core) and violation queries, run where the quads are."""

from kg.check.finding import SEVERITIES, Finding, Severity
from kg.check.queries import violation_queries
from kg.check.running import Check, check, checks, findings

__all__ = ["SEVERITIES", "Check", "Finding", "Severity", "check", "checks", "findings", "violation_queries"]
