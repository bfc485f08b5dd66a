"""The graph for other programs: RDF, tables for spreadsheets and data frames, networks."""

from kg.export.tables import TABLES, Cell, Column, Table, table

__all__ = ["TABLES", "Cell", "Column", "Table", "table"]
