"""K/3 WISE, `/K3API/`: modelled after public sources, unverified."""
