-- Who has a session open (unlogged: it is told anew within seconds), and who edits its notes and the script drafts.

CREATE UNLOGGED TABLE presences (
    account_id UUID NOT NULL,
    subject_id UUID NOT NULL,
    tab_id UUID NOT NULL,
    user_id UUID NOT NULL,
    doing TEXT NOT NULL,
    stream_id UUID,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_presences PRIMARY KEY (account_id, subject_id, tab_id),
    CONSTRAINT fk_presences_account_id_user_id FOREIGN KEY(account_id, user_id) REFERENCES users (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_presences_doing CHECK (doing IN ('viewing', 'typing', 'editing_note'))
);

CREATE TABLE edit_leases (
    account_id UUID NOT NULL,
    subject_id UUID NOT NULL,
    part TEXT NOT NULL,
    holder_id UUID NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    revision INTEGER DEFAULT 0 NOT NULL,
    asked_by UUID,
    asked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_edit_leases PRIMARY KEY (account_id, subject_id, part),
    CONSTRAINT fk_edit_leases_account_id_holder_id FOREIGN KEY(account_id, holder_id) REFERENCES users (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_edit_leases_part CHECK (part IN ('resolution', 'escalation', 'script'))
);

ALTER TABLE presences ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON presences
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);
ALTER TABLE edit_leases ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON edit_leases
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON presences, edit_leases TO resolvent_app;
