-- Actions: read by audience like everything about a child, and by whoever is asked to do them.
-- The posts somebody holds now, or covers for: roles that are found through the child come by audience instead.
create or replace function wayhome_posts_held() returns text[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(distinct p.role), '{}') from platform_holding h join platform_post p on p.id = h.post_id
   where h.from_at <= now() and (h.until_at is null or h.until_at > now())
     and (h.user_id = wayhome_user() or h.user_id in (
       select l.user_id from platform_leave l
       where l.covered_by_id = wayhome_user() and l.from_at <= now() and l.until_at > now())) $$;

create or replace function wayhome_agency() returns uuid
language sql stable security definer set search_path = public, pg_temp as
$$ select agency_id from platform_user where id = wayhome_user() $$;

call wayhome_protect_subject('plans_action', 'subject_id', 'insert', '');
-- Whoever was asked may always read what was asked, even of a restricted child: an action its owner cannot open
-- would never be done. A post's holder or a colleague of the agency may, unless the child is restricted.
create policy app_reads_own on plans_action for select to wayhome_app
  using (authority_id = (select wayhome_authority()) and not (subject_id = any((select wayhome_barred())::uuid[]))
    and (person = (select wayhome_user())
      or (not restricted and not (subject_id = any((select wayhome_excluded())::uuid[])) and (post = any((select wayhome_posts_held())::text[]) or agency_id = (select wayhome_agency())))));
-- Who may read an action may move it on; what it says, and about whom, can never be changed.
create policy app_moves_on on plans_action for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and not (subject_id = any((select wayhome_barred())::uuid[]))
    and ((audience_id = any((select wayhome_audiences())::smallint[]) and not (subject_id = any((select wayhome_excluded())::uuid[]))
        and (not restricted or subject_id = any((select wayhome_granted())::uuid[])))
      or person = (select wayhome_user())
      or (not restricted and not (subject_id = any((select wayhome_excluded())::uuid[])) and (post = any((select wayhome_posts_held())::text[]) or agency_id = (select wayhome_agency())))))
  with check (authority_id = (select wayhome_authority()));
grant update (person, post, agency_id, done_by, due_on, state, ended_at) on plans_action to wayhome_app;
create or replace trigger stamp_recorded before insert on plans_action for each row execute function wayhome_stamp_recorded();

-- The steps are seen by whoever sees the action, and nobody changes them.
call wayhome_clear('plans_actionstep');
create policy app_reads on plans_actionstep for select to wayhome_app
  using (exists (select 1 from plans_action a where a.id = action_id));
create policy app_inserts on plans_actionstep for insert to wayhome_app
  with check (authority_id = (select wayhome_authority()) and exists (select 1 from plans_action a where a.id = action_id));
create policy clock_reads on plans_actionstep for select to wayhome_clock using (true);
grant select on plans_actionstep to wayhome_app, wayhome_clock;
grant insert on plans_actionstep to wayhome_app;
call wayhome_make_append_only('plans_actionstep');
create or replace trigger stamp_recorded before insert on plans_actionstep for each row execute function wayhome_stamp_recorded();

-- Plans: read by audience; people add versions, nobody changes one.
call wayhome_protect_subject('plans_plan', 'child_id', 'insert', '');
call wayhome_protect_subject('plans_planversion', 'child_id', 'insert', '');
call wayhome_make_append_only('plans_plan');
call wayhome_make_append_only('plans_planversion');
create or replace trigger stamp_recorded before insert on plans_plan for each row execute function wayhome_stamp_recorded();
create or replace trigger stamp_recorded before insert on plans_planversion for each row execute function wayhome_stamp_recorded();

-- A draft is its writer's own, as long as the writer may see the plan.
call wayhome_clear('plans_plandraft');
create policy app_own on plans_plandraft to wayhome_app
  using ("user" = (select wayhome_user()) and exists (select 1 from plans_plan p where p.id = plan_id))
  with check ("user" = (select wayhome_user()) and authority_id = (select wayhome_authority())
    and exists (select 1 from plans_plan p where p.id = plan_id));
grant select, insert, update, delete on plans_plandraft to wayhome_app;
