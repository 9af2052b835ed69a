"""What a reviewer hands in: the review in one form or another, each written from `material`."""
