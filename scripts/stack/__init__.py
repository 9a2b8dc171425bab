"""The deployment of `deploy/`, brought up on one machine and put to the test."""
