"""The number of this release, which receipts name."""

RELEASE = "0.1.0"
