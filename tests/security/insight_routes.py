"""The access matrix's rows of the figures for leads."""

from typing import Final

from resolvent.accounts.models import Role
from tests.security.matrix_row import V1, Row, nothing

INSIGHT_ROWS: Final = (
    Row("GET", V1 + "/insights", Role.LEAD, 200, nothing),
    Row("GET", V1 + "/insights/export", Role.LEAD, 200, nothing),
)
