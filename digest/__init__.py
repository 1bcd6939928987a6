"""From matches and news to letters, and letters to the post."""
