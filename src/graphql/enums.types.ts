import { registerEnumType } from 'type-graphql';
import type { ConnectorChannel } from '../connector-kit/connector-factory';
import { type UsageType as Usage, usageTypes } from '../shared/usage';

export const ConnectorType = { EMAIL: 'EMAIL', SMS: 'SMS' } as const satisfies Record<
  ConnectorChannel,
  ConnectorChannel
>;
export type ConnectorType = ConnectorChannel;
registerEnumType(ConnectorType, { name: 'ConnectorType', description: 'The channel that a message goes through.' });

export const UsageType = Object.fromEntries(usageTypes.map((usage) => [usage, usage])) as { [U in Usage]: U };
export type UsageType = Usage;
registerEnumType(UsageType, {
  name: 'UsageType',
  description:
    'Why the person is being verified. GENERIC serves linking an account, changing an address, and connector tests.',
});
