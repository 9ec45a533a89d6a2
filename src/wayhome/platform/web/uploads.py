"""A limit on what may be sent: a file past it is thrown away while it arrives, and the form says so."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LARGEST = 20 * 1024 * 1024  # bytes of one file


class Limited(FileUploadHandler):
    """Stops keeping a file once it is too large, so that nobody can fill the disk. Stands first among the handlers."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count anew for each file."""
        super().new_file(*args, **kwargs)
        self.arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on while there are few enough. Raises SkipFile past the limit: the form then has no file."""
        self.arrived += len(raw_data)
        if self.arrived > LARGEST:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the making of the file to the handlers after this one."""
        return
