import type { Statement } from '../database/statement';

/** Another code may have taken its place, or it was used. */
const codeIsLive = `(
  verification_id IS NULL OR EXISTS (
    SELECT FROM verification v WHERE v.id = verification_id AND v.code_hash = delivery.code_hash
  )
) AS code_is_live`;

/**
 * $1 how many, $2 seconds of the lease. A SENDING row is due when its lease is over: its process died or was cut off.
 */
export const claimStatement: Statement = {
  name: 'claim-deliveries',
  text: `
    WITH due AS (
      SELECT id FROM delivery
      WHERE status IN ('QUEUED', 'SENDING') AND due_at <= now()
      ORDER BY due_at
      LIMIT $1
      FOR UPDATE SKIP LOCKED
    )
    UPDATE delivery
    SET status = 'SENDING', claims = claims + 1, due_at = now() + make_interval(secs => $2)
    FROM due
    WHERE delivery.id = due.id
    RETURNING delivery.id, type, address, usage, locale, code, claims,
      extract(epoch FROM expires_at - now())::float8 AS expires_in_seconds,
      jsonb_array_length(attempts) AS attempts, request_id, ${codeIsLive},
      (SELECT version FROM configuration_version) AS configuration_version`,
};

/** $1 id, $2 claims, $3 seconds of the lease. */
export const renewStatement: Statement = {
  name: 'renew-delivery-lease',
  text: `
    UPDATE delivery
    SET due_at = now() + make_interval(secs => $3)
    WHERE id = $1 AND claims = $2 AND status = 'SENDING'
    RETURNING ${codeIsLive}`,
};

/** $1 ids, $2 claims, in the same order. */
export const returnStatement: Statement = {
  name: 'return-deliveries',
  text: `
    UPDATE delivery
    SET status = 'QUEUED', due_at = now()
    FROM unnest($1::uuid[], $2::integer[]) AS leased (id, claims)
    WHERE delivery.id = leased.id AND delivery.claims = leased.claims AND status = 'SENDING'`,
};

/** $1 id, $2 claims, $3 attempt as JSON, $4 connector, $5 the provider's message id. The code goes away with the sending. */
export const settleSentStatement: Statement = {
  name: 'settle-sent-delivery',
  text: `
    UPDATE delivery
    SET status = 'SENT', code = NULL, sent_at = now(), connector_id = $4, message_id = $5,
      attempts = attempts || $3::jsonb
    WHERE id = $1 AND claims = $2 AND status = 'SENDING'
    RETURNING id`,
};

/**
 * $1 id, $2 claims, $3 attempts as a JSON array, $4 connector or null, $5 seconds until the next try or null.
 * It is not tried again once its code is not the live one any more.
 * One that has failed for good gives its send back to the recipient's budget, unless its code was used: then a provider
 * took it after all. When its code is the live one, that of the
 * newest message which has not failed is live again, and a resend need not wait; a resend that came in between has made
 * another code the live one, and stays as it is.
 * The verification is locked before the budget, as everywhere.
 */
export const settleFailedStatement: Statement = {
  name: 'settle-failed-delivery',
  text: `
    WITH settled AS (
      UPDATE delivery
      SET (status, code, due_at) = (
          SELECT CASE WHEN retried THEN 'QUEUED' ELSE 'FAILED' END,
            CASE WHEN retried THEN code END,
            CASE WHEN retried THEN now() + make_interval(secs => $5) ELSE due_at END
          FROM (
            SELECT coalesce(now() + make_interval(secs => $5) < expires_at, false) AND (
              verification_id IS NULL OR EXISTS (
                SELECT FROM verification v WHERE v.id = verification_id AND v.code_hash = delivery.code_hash
              )
            ) AS retried
          ) AS decision
        ),
        connector_id = coalesce($4::uuid, connector_id),
        attempts = attempts || $3::jsonb
      WHERE id = $1 AND claims = $2 AND status = 'SENDING'
      RETURNING *
    ),
    failed AS (
      SELECT * FROM settled WHERE status = 'FAILED'
    ),
    previous AS (
      SELECT f.verification_id, f.code_hash AS failed_hash, d.code_hash, d.expires_at
      FROM failed f
      LEFT JOIN LATERAL (
        SELECT code_hash, expires_at FROM delivery
        WHERE verification_id = f.verification_id AND id <> f.id AND status <> 'FAILED'
        ORDER BY created_at DESC
        LIMIT 1
      ) AS d ON true
    ),
    restored AS (
      UPDATE verification
      SET code_hash = coalesce(previous.code_hash, verification.code_hash),
        expires_at = coalesce(previous.expires_at, verification.expires_at),
        resend_available_at = least(verification.resend_available_at, now())
      FROM previous
      WHERE verification.id = previous.verification_id AND verification.code_hash = previous.failed_hash
      RETURNING verification.id
    ),
    refunded AS (
      UPDATE recipient_budget
      SET sends = array_remove(sends, failed.created_at)
      FROM failed LEFT JOIN restored ON restored.id = failed.verification_id
      WHERE recipient_budget.recipient = failed.recipient AND recipient_budget.type = failed.type
        AND NOT EXISTS (
          SELECT FROM verification v WHERE v.id = failed.verification_id AND v.verified_at IS NOT NULL
        )
    )
    SELECT status FROM settled`,
};
