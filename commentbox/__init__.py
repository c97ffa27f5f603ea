"""Reader comments for news articles, run by the newsroom itself."""
