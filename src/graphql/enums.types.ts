import type { ConnectorType as Channel } from '../connector-kit/connector-factory';
import { deliveryErrorCodes, type DeliveryErrorCode as ErrorCode } from '../connector-kit/delivery-error';
import { type UsageType as Usage, usageTypes } from '../shared/usage';
import { enumOf, registerEnum } from './enum-of';

export const ConnectorType = enumOf<Channel>(['EMAIL', 'SMS']);
export type ConnectorType = Channel;
registerEnum(ConnectorType, {
  name: 'ConnectorType',
  description: 'The channel that a message goes through.',
  values: { EMAIL: 'E-mail.', SMS: 'Text message to a phone number.' },
});

export const UsageType = enumOf(usageTypes);
export type UsageType = Usage;
registerEnum(UsageType, {
  name: 'UsageType',
  description: 'Why the person is being verified. It picks the message template and stands in the proof.',
  values: {
    REGISTER: 'To sign up.',
    SIGN_IN: 'To sign in.',
    FORGOT_PASSWORD: 'To choose a new password.',
    GENERIC: 'For anything else, such as linking an account, changing an address or testing a connector.',
  },
});

export const DeliveryErrorCode = enumOf(deliveryErrorCodes);
export type DeliveryErrorCode = ErrorCode;
registerEnum(DeliveryErrorCode, {
  name: 'DeliveryErrorCode',
  description: 'Why a provider did not take a message.',
  values: {
    AUTHENTICATION_FAILED: 'The provider refused the user, password, key or token.',
    SENDER_REJECTED: 'The provider refused the sender address.',
    RECIPIENT_REJECTED: 'The provider refused the recipient address.',
    MESSAGE_REJECTED: 'The provider refused the message itself, for example as spam or as too large.',
    RATE_LIMITED: 'Too many messages were sent in a short time.',
    QUOTA_EXCEEDED: 'The quota of the account or of the mailbox is used up.',
    CONNECTION_FAILED: 'The provider could not be reached, or the connection was lost.',
    TLS_FAILED: 'No secure connection could be made.',
    TIMEOUT: 'The provider did not answer in time.',
    PROVIDER_UNAVAILABLE: 'The provider has a failure of its own.',
    INVALID_CONFIGURATION: 'The provider cannot work with the parameters of the connector.',
    UNKNOWN: 'Anything else; `providerMessage` may say more.',
  },
});
