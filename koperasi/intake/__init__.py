"""An office's file or the generator -> checked rows -> a published snapshot."""
