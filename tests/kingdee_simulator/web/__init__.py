"""HTTP: the server, the shapes of bodies, the services by name."""
