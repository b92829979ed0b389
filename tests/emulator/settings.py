"""What tests can set about the emulator, apart from rules."""

# The most that S3 puts into one page.
LARGEST_PAGE = 10_000


class Settings:
    """The defaults are AWS's own behaviour."""

    # S3 gives no more buckets than this in a page, whatever the request says.
    list_buckets_page = LARGEST_PAGE

    def restore(self) -> None:
        """Goes back to the defaults."""
        vars(self).clear()
