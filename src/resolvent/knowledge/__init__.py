"""What the desk knows before it asks: playbooks, and how to reason with them. Pure: no database, no network."""
