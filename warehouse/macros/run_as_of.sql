-- The last run that was published at or before a time; 0 if there was none.
create or replace macro run_as_of(ts) as (
    select coalesce(max(run), 0)
    from run
    where published_at <= ts::timestamptz
);
comment on macro run_as_of is 'The last run that was published at or before a time; 0 if there was none.';
