import { registerEnumType } from 'type-graphql';
import type { ConnectorChannel } from '../connector-kit/connector-factory';
import { deliveryErrorCodes, type DeliveryErrorCode as ErrorCode } from '../connector-kit/delivery-error';
import { type UsageType as Usage, usageTypes } from '../shared/usage';
import { enumOf } from './enum-of';

export const ConnectorType = { EMAIL: 'EMAIL', SMS: 'SMS' } as const satisfies Record<
  ConnectorChannel,
  ConnectorChannel
>;
export type ConnectorType = ConnectorChannel;
registerEnumType(ConnectorType, { name: 'ConnectorType', description: 'The channel that a message goes through.' });

export const UsageType = enumOf(usageTypes);
export type UsageType = Usage;
registerEnumType(UsageType, {
  name: 'UsageType',
  description:
    'Why the person is being verified. GENERIC serves linking an account, changing an address, and connector tests.',
});

export const DeliveryErrorCode = enumOf(deliveryErrorCodes);
export type DeliveryErrorCode = ErrorCode;
registerEnumType(DeliveryErrorCode, {
  name: 'DeliveryErrorCode',
  description: 'Why a provider did not take a message.',
});
