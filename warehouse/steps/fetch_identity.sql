-- What tells this warehouse from another: the moment at which it was made, which its backups share.
select epoch_us(min(applied_at))::varchar as identity
from migration;
