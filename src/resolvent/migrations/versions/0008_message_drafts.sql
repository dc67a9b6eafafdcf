-- What a person has typed to the assistant and not sent; whether an answer helped.

CREATE TABLE message_drafts (
    account_id UUID NOT NULL,
    session_id UUID NOT NULL,
    user_id UUID NOT NULL,
    text TEXT NOT NULL,
    revision UUID NOT NULL,
    saved_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_message_drafts PRIMARY KEY (account_id, session_id, user_id),
    CONSTRAINT fk_message_drafts_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_message_drafts_account_id_user_id FOREIGN KEY(account_id, user_id) REFERENCES users (account_id, id) ON DELETE CASCADE
);

CREATE TABLE answer_ratings (
    account_id UUID NOT NULL,
    session_id UUID NOT NULL,
    message_id UUID NOT NULL,
    user_id UUID NOT NULL,
    helpful BOOLEAN NOT NULL,
    rated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_answer_ratings PRIMARY KEY (account_id, session_id, message_id, user_id),
    CONSTRAINT fk_answer_ratings_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_answer_ratings_account_id_message_id FOREIGN KEY(account_id, message_id) REFERENCES messages (account_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_answer_ratings_account_id_user_id FOREIGN KEY(account_id, user_id) REFERENCES users (account_id, id) ON DELETE CASCADE
);

ALTER TABLE message_drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON message_drafts
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE answer_ratings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON answer_ratings
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON message_drafts, answer_ratings TO resolvent_app;
