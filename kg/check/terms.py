"""Terms, paths and lists of a shapes graph, as SPARQL writes them."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import ResourceError

Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
SH, XSD = "http://www.w3.org/ns/shacl#", "http://www.w3.org/2001/XMLSchema#"
FIRST, REST, NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_PATHS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def sh(name: str) -> ox.NamedNode:
    """Return the term of SHACL with this local name."""
    return ox.NamedNode(SH + name)


class ShapesGraph:
    """The triples of one shapes file; `path` names it in errors."""

    def __init__(self, path: object, triples: ox.Store) -> None:
        self.path, self._triples = path, triples

    def objects(self, subject: Node, predicate: ox.NamedNode) -> list[Term]:
        """Return the values of a property, in a fixed order."""
        found = (q.object for q in self._triples.quads_for_pattern(subject, predicate, None, None))
        return sorted((term for term in found if not isinstance(term, ox.Triple)), key=str)

    def subjects(self, predicate: ox.NamedNode, value: Term | None = None) -> list[Node]:
        """Return what has a property, with that value if one is given, in a fixed order."""
        found = {q.subject for q in self._triples.quads_for_pattern(None, predicate, value, None)}
        return sorted((node for node in found if isinstance(node, (ox.NamedNode, ox.BlankNode))), key=str)

    def predicates(self, subject: Node) -> list[str]:
        """Return the IRIs of the properties that `subject` has, sorted."""
        return sorted({q.predicate.value for q in self._triples.quads_for_pattern(subject, None, None, None)})

    def listed(self, head: Term) -> list[Term]:
        """Return the members of an RDF list; ResourceError where it is none."""
        members: list[Term] = []
        seen = {head}
        while head != NIL:
            first, rest = (self.objects(head, p) if not isinstance(head, ox.Literal) else [] for p in (FIRST, REST))
            if len(first) != 1 or len(rest) != 1 or rest[0] in seen:
                raise self.fault(head, "is no RDF list", "不是 RDF 列表")
            members.append(first[0])
            seen.add(head := rest[0])
        return members

    def property_path(self, path: Term, above: tuple[Term, ...] = ()) -> str:
        """Return a property path as SPARQL writes it (SHACL 2.3.1), part of `above`; ResourceError where it is none."""
        if isinstance(path, ox.NamedNode) and path != NIL:
            return str(path)
        if isinstance(path, ox.BlankNode) and path not in above:
            above = (*above, path)
            if self.objects(path, FIRST):
                return "(" + "/".join(self.property_path(part, above) for part in self.listed(path)) + ")"
            if inverse := self.objects(path, sh("inversePath")):
                return f"^({self.property_path(inverse[0], above)})"
            if (alternatives := self.objects(path, sh("alternativePath"))) and (parts := self.listed(alternatives[0])):
                return "(" + "|".join(self.property_path(part, above) for part in parts) + ")"
            for name, mark in _PATHS.items():
                if repeated := self.objects(path, sh(name)):
                    return f"({self.property_path(repeated[0], above)}){mark}"
        raise self.fault(path, "is no property path", "不是属性路径")

    def fault(self, node: object, english: str, chinese: str) -> ResourceError:
        """Return the error of something in the file that cannot be used; of a blank node, what leads to it is named."""
        seen = set()
        while isinstance(node, ox.BlankNode) and node not in seen:
            seen.add(node)
            leading = (q.subject for q in self._triples.quads_for_pattern(None, None, node, None))
            node = min(leading, key=lambda term: (isinstance(term, ox.BlankNode), str(term)), default=node)
        name = "[ ]" if isinstance(node, ox.BlankNode) else node
        return ResourceError(self.path, f"{name} {english}", f"{name} {chinese}")


def written(term: Term, graph: ShapesGraph) -> str:
    """Return an IRI or literal as SPARQL writes it; a blank node of the shapes names nothing in the data."""
    if isinstance(term, ox.BlankNode):
        raise graph.fault(term, "is a blank node where a value belongs", "是空白节点，此处应为值")
    if isinstance(term, ox.NamedNode):
        return str(term)
    text = "".join(f"\\U{ord(char):08X}" for char in term.value)
    return f'"{text}"@{term.language}' if term.language else f'"{text}"^^{term.datatype}'


def word(text: str) -> str:
    """Return a plain string as SPARQL writes it."""
    return '"' + "".join(f"\\U{ord(char):08X}" for char in text) + '"'
