"""Work on a cluster: what runs there, who hands it out, and how a cluster is found or started. Knows of no map."""
