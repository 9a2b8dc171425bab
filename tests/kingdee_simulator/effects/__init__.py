"""What bills do to stock and to other bills."""
