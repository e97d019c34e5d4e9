import type { Statement } from '../database/statement';

/**
 * Where a verification stands, by the database's clock; to be used where the table or a row of it is called `v`.
 * Its values are those of VerificationStatus.
 */
const verificationStatus = `
  CASE
    WHEN v.verified_at IS NOT NULL THEN 'VERIFIED'
    WHEN v.expires_at <= now() THEN 'EXPIRED'
    WHEN v.attempts >= v.max_attempts THEN 'ATTEMPTS_EXHAUSTED'
    ELSE 'PENDING'
  END`;

/**
 * The times of sends that stay, and whether one more is within the limit; `count` and `window` are the numbers of the
 * parameters with the limit, null for none. Only as many times are kept as the limit counts.
 */
function sendsWithOneMore(count: string): string {
  return `CASE WHEN ${count}::integer IS NULL THEN '{}' ELSE b.sends[cardinality(b.sends) - ${count} + 2 :] || now() END`;
}
function withinSendLimit(count: string, window: string): string {
  return `coalesce(b.sends[cardinality(b.sends) - ${count}::integer + 1] <= now() - make_interval(secs => ${window}), true)`;
}

/**
 * $1 verification, $2 type, $3 recipient, $4 address, $5 usage, $6 locale, $7 hash of the code, $8 attempts allowed,
 * $9 seconds that the code lives, $10 seconds of the cooldown, $11 and $12 count and seconds of the recipient's limit,
 * $13 delivery, $14 encrypted code, $15 whether it is leased to this process, $16 seconds of the lease,
 * $17 idempotency key or null, $18 hash of what is asked for under that key, $19 id of the request.
 * Without an active connector nothing happens, and no budget is burnt; the same where the key is taken.
 */
export const sendStatement: Statement = {
  name: 'send-verification-code',
  text: `
    WITH active AS (
      SELECT id FROM connector WHERE type = $2 AND status = 'ACTIVE'
    ),
    keyed AS (
      INSERT INTO idempotency_key AS i (key, fingerprint, verification_id, expires_at)
      SELECT $17::text, $18::bytea, $1::uuid, now() + make_interval(secs => $9) FROM active WHERE $17::text IS NOT NULL
      ON CONFLICT (key) DO UPDATE
      SET fingerprint = excluded.fingerprint, verification_id = excluded.verification_id, expires_at = excluded.expires_at
      WHERE i.expires_at <= now()
      RETURNING 1
    ),
    budget AS (
      INSERT INTO recipient_budget AS b (type, recipient, sends)
      SELECT $2, $3, ARRAY[now()] FROM active WHERE $17::text IS NULL OR EXISTS (SELECT FROM keyed)
      ON CONFLICT (recipient, type) DO UPDATE SET sends = ${sendsWithOneMore('$11')}
      WHERE ${withinSendLimit('$11', '$12')}
      RETURNING 1
    ),
    started AS (
      INSERT INTO verification
        (id, type, recipient, address, usage, locale, code_hash, max_attempts, expires_at, resend_available_at)
      SELECT $1, $2, $3, $4, $5, $6, $7::bytea, $8::smallint, now() + make_interval(secs => $9),
        now() + make_interval(secs => $10)
      FROM budget
      RETURNING created_at, expires_at, resend_available_at
    ),
    queued AS (
      INSERT INTO delivery
        (id, verification_id, type, recipient, address, usage, locale, status, code, code_hash, expires_at, due_at, claims,
          request_id)
      SELECT $13::uuid, $1, $2, $3, $4, $5, $6, CASE WHEN $15 THEN 'SENDING' ELSE 'QUEUED' END, $14, $7,
        now() + make_interval(secs => $9), now() + CASE WHEN $15 THEN make_interval(secs => $16) ELSE '0' END,
        CASE WHEN $15 THEN 1 ELSE 0 END, $19
      FROM budget
    )
    SELECT EXISTS (SELECT FROM active) AS connector_active,
      $17::text IS NOT NULL AND NOT EXISTS (SELECT FROM keyed) AS key_taken,
      (SELECT version FROM configuration_version) AS configuration_version,
      started.created_at IS NOT NULL AS started,
      started.created_at, started.expires_at, started.resend_available_at
    FROM (SELECT) AS always LEFT JOIN started ON true`,
};

/** $1 type, $2 recipient, $3 and $4 count and seconds of the recipient's limit: when one more is within it again. */
export const sendLimitStatement: Statement = {
  name: 'recipient-send-limit',
  text: `
    SELECT extract(epoch FROM b.sends[cardinality(b.sends) - $3::integer + 1] + make_interval(secs => $4) - now())::float8
      AS seconds
    FROM recipient_budget b
    WHERE b.type = $1 AND b.recipient = $2`,
};

/**
 * $1 verification, $2 hash of the new code, $3 seconds that it lives, $4 seconds of the cooldown, $5 and $6 count and
 * seconds of the recipient's limit, $7 delivery, $8 encrypted code, $9 whether it is leased to this process, $10 seconds
 * of the lease, $11 id of the request.
 */
export const resendStatement: Statement = {
  name: 'resend-verification-code',
  text: `
    WITH v AS (
      SELECT * FROM verification WHERE id = $1 FOR UPDATE
    ),
    asked AS (
      SELECT v.*, ${verificationStatus} AS status,
        extract(epoch FROM v.resend_available_at - now())::float8 AS cooldown_seconds,
        EXISTS (SELECT FROM connector c WHERE c.type = v.type AND c.status = 'ACTIVE') AS connector_active
      FROM v
    ),
    budget AS (
      INSERT INTO recipient_budget AS b (type, recipient, sends)
      SELECT type, recipient, ARRAY[now()] FROM asked
      WHERE status = 'PENDING' AND cooldown_seconds <= 0 AND connector_active
      ON CONFLICT (recipient, type) DO UPDATE SET sends = ${sendsWithOneMore('$5')}
      WHERE ${withinSendLimit('$5', '$6')}
      RETURNING 1
    ),
    renewed AS (
      UPDATE verification
      SET code_hash = $2, expires_at = now() + make_interval(secs => $3),
        resend_available_at = now() + make_interval(secs => $4)
      FROM budget
      WHERE verification.id = $1
      RETURNING verification.expires_at, verification.resend_available_at
    ),
    queued AS (
      INSERT INTO delivery
        (id, verification_id, type, recipient, address, usage, locale, status, code, code_hash, expires_at, due_at, claims,
          request_id)
      SELECT $7::uuid, asked.id, type, recipient, address, usage, locale, CASE WHEN $9 THEN 'SENDING' ELSE 'QUEUED' END, $8, $2::bytea,
        now() + make_interval(secs => $3), now() + CASE WHEN $9 THEN make_interval(secs => $10) ELSE '0' END,
        CASE WHEN $9 THEN 1 ELSE 0 END, $11
      FROM asked, budget
    )
    SELECT asked.status, asked.cooldown_seconds, asked.connector_active, asked.type, asked.recipient, asked.address,
      asked.usage, asked.locale, asked.max_attempts - asked.attempts AS attempts_left, asked.created_at,
      (SELECT version FROM configuration_version) AS configuration_version,
      renewed.expires_at IS NOT NULL AS renewed, renewed.expires_at, renewed.resend_available_at
    FROM asked LEFT JOIN renewed ON true`,
};

/**
 * $1 verification, $2 hashes that the typed code has, $3 and $4 count and seconds of the limit of wrong codes.
 * The recipient's row is locked for every answer, right or wrong, so that answers to different verifications of one
 * recipient go one after the other too; the send has made that row.
 */
export const verifyStatement: Statement = {
  name: 'verify-verification-code',
  text: `
    WITH v AS (
      SELECT * FROM verification WHERE id = $1 FOR UPDATE
    ),
    b AS (
      SELECT b.misses[cardinality(b.misses) - $3::integer + 1] + make_interval(secs => $4) AS guessable_at
      FROM recipient_budget b, v
      WHERE b.recipient = v.recipient AND b.type = v.type
      FOR UPDATE OF b
    ),
    judged AS (
      SELECT v.*, extract(epoch FROM b.guessable_at - now())::float8 AS guess_limit_seconds,
        CASE ${verificationStatus}
          WHEN 'VERIFIED' THEN 'ALREADY_VERIFIED'
          WHEN 'EXPIRED' THEN 'EXPIRED'
          WHEN 'ATTEMPTS_EXHAUSTED' THEN 'ATTEMPTS_EXHAUSTED'
          ELSE CASE
            WHEN b.guessable_at > now() THEN 'GUESS_LIMIT'
            WHEN v.code_hash = ANY ($2::bytea[]) THEN 'SUCCESS'
            ELSE 'MISMATCH'
          END
        END AS outcome
      FROM v, b
    ),
    spent AS (
      UPDATE verification
      SET attempts = verification.attempts + 1,
        verified_at = CASE WHEN outcome = 'SUCCESS' THEN now() END,
        code_hash = CASE WHEN outcome = 'MISMATCH' THEN verification.code_hash END
      FROM judged
      WHERE verification.id = judged.id AND outcome IN ('SUCCESS', 'MISMATCH')
    ),
    missed AS (
      UPDATE recipient_budget
      SET misses = misses[cardinality(misses) - $3::integer + 2 :] || now()
      FROM judged
      WHERE recipient_budget.recipient = judged.recipient AND recipient_budget.type = judged.type AND outcome = 'MISMATCH'
    )
    SELECT outcome, guess_limit_seconds, max_attempts - attempts - 1 AS attempts_left,
      type, recipient, address, usage, created_at, expires_at, resend_available_at,
      CASE WHEN outcome = 'SUCCESS' THEN (
        SELECT status FROM delivery WHERE verification_id = judged.id ORDER BY created_at DESC LIMIT 1
      ) END AS delivery_status
    FROM judged`,
};

/** $1 verification. */
export const findStatement: Statement = {
  name: 'find-verification',
  text: `
    SELECT v.type, v.address, v.usage, v.created_at, v.expires_at, v.resend_available_at,
      v.max_attempts - v.attempts AS attempts_left, ${verificationStatus} AS status,
      (SELECT status FROM delivery WHERE verification_id = v.id ORDER BY created_at DESC LIMIT 1) AS delivery_status
    FROM verification v
    WHERE v.id = $1`,
};

/** $1 idempotency key. */
export const findIdempotencyKeyStatement: Statement = {
  name: 'find-idempotency-key',
  text: `
    SELECT i.fingerprint, i.verification_id, v.id IS NOT NULL AS verification_exists
    FROM idempotency_key i LEFT JOIN verification v ON v.id = i.verification_id
    WHERE i.key = $1`,
};

/** $1 idempotency key, $2 verification: frees a key whose send was refused. */
export const freeIdempotencyKeyStatement: Statement = {
  name: 'free-idempotency-key',
  text: 'DELETE FROM idempotency_key WHERE key = $1 AND verification_id = $2',
};
