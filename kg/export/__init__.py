"""The graph for other programs: RDF, tables for spreadsheets and data frames, networks."""

from kg.export.part import part
from kg.export.tables import TABLES, Cell, Table, table
from kg.export.writing import FORMATS, Request, export, format_of
from kg.query.columns import Column

__all__ = ["FORMATS", "TABLES", "Cell", "Column", "Request", "Table", "export", "format_of", "part", "table"]
