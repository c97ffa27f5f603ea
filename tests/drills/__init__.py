"""What the promises are held to: many people, in every order, with some of them gone in the middle of it."""
