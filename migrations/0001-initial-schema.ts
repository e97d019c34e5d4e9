import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Connectors, templates, keys, verifications and deliveries. */
export class InitialSchema1767225600000 implements MigrationInterface {
  readonly name = 'InitialSchema1767225600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...configuration, ...access, ...verification, ...delivery]) {
      await queryRunner.query(statement);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE delivery, idempotency_key, verification, recipient_budget, signing_key, admin_key, message_template, connector, configuration_version',
    );
  }
}

const configuration = [
  // One row: bumped by each change of connectors or templates, read with each send, so that no process works with old ones.
  `CREATE TABLE configuration_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL
  )`,
  'INSERT INTO configuration_version (version) VALUES (1)',
  `CREATE TABLE connector (
    id uuid PRIMARY KEY,
    type text NOT NULL CHECK (type IN ('EMAIL', 'SMS')),
    factory_id text NOT NULL,
    status text NOT NULL CHECK (status IN ('ACTIVE', 'INACTIVE')),
    config jsonb NOT NULL,
    secrets text,
    secret_keys text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    activated_at timestamptz,
    CHECK ((secrets IS NULL) = (cardinality(secret_keys) = 0)),
    CHECK (status = 'INACTIVE' OR activated_at IS NOT NULL)
  )`,
  `CREATE UNIQUE INDEX connector_one_active_per_type ON connector (type) WHERE status = 'ACTIVE'`,
  `CREATE TABLE message_template (
    id uuid PRIMARY KEY,
    type text NOT NULL CHECK (type IN ('EMAIL', 'SMS')),
    usage text NOT NULL CHECK (usage IN ('REGISTER', 'SIGN_IN', 'FORGOT_PASSWORD', 'GENERIC')),
    locale text NOT NULL,
    subject text NOT NULL,
    html text NOT NULL,
    text text NOT NULL,
    revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (type, usage, locale)
  )`,
];

const access = [
  `CREATE TABLE admin_key (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    from_environment boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE signing_key (
    id text PRIMARY KEY,
    public_key jsonb NOT NULL,
    private_key text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
];

const verification = [
  // The times of the newest sends and misses, oldest first: exact limits in any stretch of time.
  `CREATE TABLE recipient_budget (
    type text NOT NULL CHECK (type IN ('EMAIL', 'SMS')),
    recipient text NOT NULL,
    sends timestamptz[] NOT NULL DEFAULT '{}',
    misses timestamptz[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (recipient, type)
  ) WITH (fillfactor = 80)`,
  `CREATE TABLE verification (
    id uuid PRIMARY KEY,
    type text NOT NULL CHECK (type IN ('EMAIL', 'SMS')),
    recipient text NOT NULL,
    address text NOT NULL,
    usage text NOT NULL CHECK (usage IN ('REGISTER', 'SIGN_IN', 'FORGOT_PASSWORD', 'GENERIC')),
    locale text NOT NULL,
    code_hash bytea,
    attempts smallint NOT NULL DEFAULT 0,
    max_attempts smallint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    resend_available_at timestamptz NOT NULL,
    verified_at timestamptz,
    CHECK (attempts BETWEEN 0 AND max_attempts),
    CHECK (max_attempts BETWEEN 1 AND 20),
    CHECK ((code_hash IS NULL) = (verified_at IS NOT NULL))
  ) WITH (fillfactor = 80)`,
  `CREATE TABLE idempotency_key (
    key text PRIMARY KEY,
    fingerprint bytea NOT NULL,
    verification_id uuid NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
];

const delivery = [
  // due_at: when a QUEUED one may be tried, and when the lease of a SENDING one is over. claims: which lease is the valid one.
  `CREATE TABLE delivery (
    id uuid PRIMARY KEY,
    verification_id uuid REFERENCES verification ON DELETE CASCADE,
    type text NOT NULL CHECK (type IN ('EMAIL', 'SMS')),
    recipient text NOT NULL,
    address text NOT NULL,
    usage text NOT NULL CHECK (usage IN ('REGISTER', 'SIGN_IN', 'FORGOT_PASSWORD', 'GENERIC')),
    locale text NOT NULL,
    status text NOT NULL CHECK (status IN ('QUEUED', 'SENDING', 'SENT', 'DELIVERED', 'BOUNCED', 'FAILED')),
    code text,
    code_hash bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    claims integer NOT NULL DEFAULT 0,
    attempts jsonb NOT NULL DEFAULT '[]',
    connector_id uuid,
    message_id text,
    request_id text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    CHECK ((code IS NOT NULL) = (status IN ('QUEUED', 'SENDING'))),
    CHECK ((sent_at IS NOT NULL) = (status IN ('SENT', 'DELIVERED', 'BOUNCED')))
  ) WITH (
    fillfactor = 80,
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0
  )`,
  `CREATE INDEX delivery_due ON delivery (due_at) WHERE status IN ('QUEUED', 'SENDING')`,
  'CREATE INDEX delivery_of_verification ON delivery (verification_id, created_at)',
  'CREATE INDEX delivery_newest ON delivery (created_at, id)',
  'CREATE INDEX delivery_of_recipient ON delivery (recipient, created_at, id)',
];
