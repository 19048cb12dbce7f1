"""Finding a muscle by what the user remembers of it."""
