"""The panes of the review screen: they draw values and post messages, nothing else."""
