-- How widely a group is supported: articles, publishers, their owners and independent origins; only asserted and reported claims count.
create or replace view claim_group_support as
from group_support;
comment on view claim_group_support is 'How widely a group is supported: articles, publishers, their owners and independent origins; only asserted and reported claims count.';
