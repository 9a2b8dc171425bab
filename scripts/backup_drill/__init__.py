"""make backup-drill: backups made, damaged, burnt down with their machine, and restored."""
