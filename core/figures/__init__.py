"""What figures are made of: their units, what only looks like one, qualifiers, subjects."""
