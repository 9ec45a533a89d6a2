-- What could not be delivered and was given up: seen by the partnership it is of, which may have it tried again. It
-- names colleagues and no child. What still waits or has left stays out of sight.
create policy app_reads_given_up on platform_outbox for select to wayhome_app using (
  authority_id = (select wayhome_authority()) and delivered_at is null and due_at = '9999-01-01T00:00:00Z');
grant select on platform_outbox to wayhome_app;

-- Trying again takes a row out of its reader's sight, which a policy cannot allow: so one function does exactly that.
create or replace function wayhome_try_again(letter bigint, moment timestamptz) returns boolean
language sql volatile security definer set search_path = public, pg_temp as
$$ with tried as (
     update platform_outbox set due_at = moment, attempts = 1, last_error = ''
     where id = letter and authority_id = wayhome_authority() and delivered_at is null and due_at = '9999-01-01T00:00:00Z'
     returning 1)
   select exists (select from tried) $$;

-- The worker says how many there are, so that whatever watches the service can hear of it without signing in.
create policy clock_counts on platform_stamp to wayhome_clock using (step = 'undelivered') with check (step = 'undelivered');
