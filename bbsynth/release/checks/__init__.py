"""What `bbsynth.release.verify` looks at: a module for each kind of thing that can be wrong."""
