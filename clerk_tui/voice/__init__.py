"""What the hall hears: which call is announced when and in which words, and the engines that speak."""
