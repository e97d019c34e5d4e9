import type { ConnectorType } from '../connector-kit/connector-factory';
import { ConnectorNotConfiguredError } from '../shared/errors';
import type { SendLimited } from './verification';
import { sendLimitStatement } from './verification.statements';
import type { VerificationDependencies } from './verification-dependencies';

export function connectorNotConfigured(type: ConnectorType): ConnectorNotConfiguredError {
  return new ConnectorNotConfiguredError(
    `No ${type} connector is active. An admin has to set one up or activate one first.`,
  );
}

/** The answer to a send that the recipient's budget did not let through. */
export async function recipientLimited(
  { run, settings }: Pick<VerificationDependencies, 'run' | 'settings'>,
  type: ConnectorType,
  recipientKey: string,
): Promise<SendLimited> {
  const { count, seconds } = settings.limits.recipient ?? {};
  const [row] = await run<{ seconds: number | null }>(sendLimitStatement, [type, recipientKey, count, seconds]);
  return { kind: 'send-limited', limit: 'RECIPIENT', retryAfterSeconds: Math.max(1, Math.ceil(row?.seconds ?? 1)) };
}
