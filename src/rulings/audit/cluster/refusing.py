"""Why a job is not done, or not here."""

from __future__ import annotations

from rulings.errors import RulingsError


class JobRefused(RulingsError):
    """A worker does not do a part of a job: the policies, the release or the input are not what the job says."""


class FolderTaken(RulingsError):
    """The folder for a job's output holds that of another job, or something else."""
