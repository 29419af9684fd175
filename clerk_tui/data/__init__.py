"""What a window keeps: encrypted store, outbox, feed reader, sync with the central API."""
