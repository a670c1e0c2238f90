-- The step that made the state of resolve, and in which run; no row where there is none.
from resolve_run;
