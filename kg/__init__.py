"""kg turns Chinese policy documents into a knowledge graph with evidence."""
