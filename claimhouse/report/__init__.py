"""A brief for an editor, in Markdown or HTML: agreed, disputed and rumoured statements, each with its evidence."""

from claimhouse.report.brief import read_brief
from claimhouse.report.markdown import as_markdown
from claimhouse.report.page import as_html
from claimhouse.report.sections import report_of

__all__ = ["as_html", "as_markdown", "read_brief", "report_of"]
