-- What is kept of records that are gone: numbers of years, of all such records together. Nobody reads the numbers
-- themselves, for the difference of two readings would tell of one child: only rounded, and none that is small.
call wayhome_clear('retention_counted');

-- Add one record to the numbers, before it goes. Asked by the disposal alone.
create or replace function wayhome_count_gone(gone uuid) returns void
language sql volatile security definer set search_path = public, pg_temp as
$$ insert into retention_counted as c (id, authority_id, year, measure, number)
   select gen_random_uuid(), said.authority_id, extract(year from said.at at time zone 'Europe/London')::int, said.measure, count(*)
   from (
     select authority_id, min(coalesce(happened_from, told_at)) as at, 'records' as measure
       from record_fact where child_id = gone group by authority_id
     union all
     select authority_id, coalesce(reported_at, since_from), 'episodes' from missing_episode where child_id = gone
     union all
     select authority_id, due_at, 'duty/' || clock || '/' || case state when 'met' then 'kept' when 'met-late' then 'late' else state end
       from clocks_reading where child_id = gone and state in ('met', 'met-late', 'breached')) said
   where said.at is not null group by said.authority_id, 3, said.measure
   on conflict (authority_id, year, measure) do update set number = c.number + excluded.number $$;
revoke all on function wayhome_count_gone(uuid) from public;

-- The numbers as they are told, to who watches over the records: to the nearest five, and nothing under ten.
create or replace function wayhome_counted() returns table (year int, measure text, about int)
language sql stable security definer set search_path = public, pg_temp as
$$ select c.year, c.measure, (round(c.number / 5.0) * 5)::int from retention_counted c
   where c.authority_id = wayhome_authority() and wayhome_audits() and c.number >= 10 order by 1 desc, 2 $$;
