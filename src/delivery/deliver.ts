import type { ActiveConnectors } from '../connector/active-connector';
import type { DeliveryErrorCode } from '../connector-kit/delivery-error';
import type { Logger } from '../shared/logger';
import type { MessageComposer } from '../template/compose-message';
import type { StoredAttempt } from './delivery.entity';
import { type LeasedDelivery, leaseSeconds, type Outbox } from './outbox';
import { retryDelaySeconds } from './retry-delay';
import { attemptDeadlineMilliseconds, type SendOutcome, sendMessage } from './send-message';

export interface DeliverDependencies {
  outbox: Outbox;
  activeConnectors: ActiveConnectors;
  composer: MessageComposer;
  logger: Logger;
}

/** A lease older than this may end while the provider is still being talked to. */
const oldestLeaseMilliseconds = leaseSeconds * 1_000 - attemptDeadlineMilliseconds - 2_000;

/** One delivery from its lease to its settlement. Throws only when the database cannot be reached; the lease then runs out. */
export async function deliver(delivery: LeasedDelivery, dependencies: DeliverDependencies): Promise<void> {
  const { outbox, logger } = dependencies;
  const log = logger.child({ deliveryId: delivery.id, reqId: delivery.requestId });
  if (performance.now() - delivery.leasedAt > oldestLeaseMilliseconds && !(await outbox.renew(delivery))) return;
  if (delivery.code === undefined) return giveUp(delivery, outbox, log, 'the key of its code is not in the key ring');
  if (!delivery.codeIsLive) return giveUp(delivery, outbox, log, 'its code is not the live one any more');
  if (delivery.expiresAt <= performance.now())
    return giveUp(delivery, outbox, log, 'its code expired before it could be sent');
  const attempt = await attemptDelivery(delivery, delivery.code, dependencies);
  if (!attempt) return postpone(delivery, outbox, log);
  return attempt.outcome.ok
    ? settleSent(delivery, attempt.connectorId, attempt.outcome, outbox, log)
    : settleFailed(delivery, attempt.connectorId, attempt.outcome, outbox, log);
}

type Outcome<Ok extends boolean> = Extract<SendOutcome, { ok: Ok }>;

/** Undefined: no connector of its type is active. */
async function attemptDelivery(
  delivery: LeasedDelivery,
  code: string,
  { activeConnectors, composer }: DeliverDependencies,
): Promise<{ connectorId: string; outcome: SendOutcome } | undefined> {
  const { id, type, address, usage, locale, configurationVersion } = delivery;
  return activeConnectors.use(type, configurationVersion, async ({ connectorId, sender }) => {
    const expiresInMinutes = Math.ceil((delivery.expiresAt - performance.now()) / 60_000);
    const content = await composer.compose(
      { type, usage, locale, recipient: address, code, expiresInMinutes },
      configurationVersion,
    );
    return { connectorId, outcome: await sendMessage(sender, { id, to: address, content, code }) };
  });
}

async function settleSent(
  delivery: LeasedDelivery,
  connectorId: string,
  outcome: Outcome<true>,
  outbox: Outbox,
  log: Logger,
): Promise<void> {
  const { messageId, durationMilliseconds } = outcome;
  const settled = await outbox.settleSent(delivery, storedAttempt(connectorId, outcome), messageId);
  if (settled) log.info({ connectorId, durationMilliseconds }, 'sent');
  else log.warn({ connectorId }, 'sent after the lease was over: the message may have gone out twice');
}

async function settleFailed(
  delivery: LeasedDelivery,
  connectorId: string,
  outcome: Outcome<false>,
  outbox: Outbox,
  log: Logger,
): Promise<void> {
  const { code: error, retryable } = outcome.error;
  const retryInSeconds = retryable ? retryDelaySeconds(delivery.attempts + 1) : undefined;
  const attempt = storedAttempt(connectorId, outcome);
  const status = await outbox.settleFailed(delivery, { attempt, retryInSeconds });
  // what the provider said may hold the recipient, so it stands in the attempt only
  log.warn({ connectorId, error, status, retryInSeconds }, 'not sent');
}

async function postpone(delivery: LeasedDelivery, outbox: Outbox, log: Logger): Promise<void> {
  const retryInSeconds = retryDelaySeconds(delivery.claims);
  const status = await outbox.settleFailed(delivery, { attempt: undefined, retryInSeconds });
  log.warn({ type: delivery.type, status, retryInSeconds }, 'not sent: no connector is active');
}

async function giveUp(delivery: LeasedDelivery, outbox: Outbox, log: Logger, reason: string): Promise<void> {
  await outbox.settleFailed(delivery, { attempt: undefined, retryInSeconds: undefined });
  log.warn({ reason }, 'failed');
}

function storedAttempt(connectorId: string, outcome: SendOutcome): StoredAttempt {
  const { durationMilliseconds } = outcome;
  const at = new Date(Date.now() - durationMilliseconds).toISOString();
  const failure: { error?: DeliveryErrorCode; providerMessage?: string } = {};
  if (!outcome.ok) {
    failure.error = outcome.error.code;
    if (outcome.error.providerMessage) failure.providerMessage = outcome.error.providerMessage;
  }
  return { at, connectorId, durationMilliseconds, ...failure };
}
