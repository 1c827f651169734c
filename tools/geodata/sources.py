# SPDX-License-Identifier: MIT
"""Which rows of sources.csv a source text names.

The texts in the tables are written for people ("Trend Dec 2025: 18 of 29 tunnels under way; TASS"). Each row of sources.csv has a
pattern, a regular expression; a text resolves to every source whose pattern it contains. A text that resolves to none is an error.
"""
import re

TEXT_COLUMNS = ("source", "len_source", "dwell_source", "fee_source", "alt_source", "status_source", "figure_source", "owner_source",
                "cap_source", "geom_err_src")
COLUMNS = ["source_id", "title", "publisher", "year", "kind", "where", "licence"]


class Resolver:
    def __init__(self, rows):
        self.patterns = [(row["source_id"], re.compile(row["pattern"])) for row in rows]
        self.ids = [row["source_id"] for row in rows]

    def of(self, text):
        """Ids named in one text, in the order of sources.csv."""
        return [source_id for source_id, pattern in self.patterns if pattern.search(text)]

    def of_row(self, row, *more):
        """Ids named in any source text of a row, or in further texts that belong to it, by ';'."""
        texts = [row[column] for column in TEXT_COLUMNS if row.get(column)] + list(more)
        found = {source_id for text in texts for source_id in self.of(text)}
        return ";".join(source_id for source_id in self.ids if source_id in found)


def unresolved(resolver, rows):
    """Source texts of the rows that name no source: pairs of column and text."""
    return sorted({(column, row[column]) for row in rows for column in TEXT_COLUMNS
                   if row.get(column) and row[column].strip() and not resolver.of(row[column])})
