import type { DeliveryErrorCode } from '../connector-kit/delivery-error';

const explanations: Readonly<Record<DeliveryErrorCode, string>> = {
  AUTHENTICATION_FAILED: 'The provider refused the credentials. Check the user, password, key or token.',
  SENDER_REJECTED: 'The provider refused the sender address. Verify the address or its domain with the provider.',
  RECIPIENT_REJECTED:
    'The provider refused the recipient. Check the address, and whether the account is still in a sandbox.',
  MESSAGE_REJECTED: 'The provider refused the message itself, often as spam or as too large. See what it said.',
  RATE_LIMITED: 'The provider takes no more messages for now. Wait a little, or ask it for a higher rate.',
  QUOTA_EXCEEDED: 'The quota of the account or of the mailbox is used up. Raise it, or wait until it is renewed.',
  CONNECTION_FAILED: 'The provider could not be reached. Check the host, the port and the firewall.',
  TLS_FAILED: 'No secure connection came about. Check that the port fits the security setting, and the certificate.',
  TIMEOUT: 'The provider did not answer in time. Check the host, the port and the firewall, or try again.',
  PROVIDER_UNAVAILABLE: 'The provider is out of order for now. Try again later.',
  INVALID_CONFIGURATION: 'The provider cannot work with these parameters. See what it said.',
  UNKNOWN: 'The provider did not take the message. See what it said.',
};

/** What happened and what to do about it, in a sentence or two for admins. */
export function explainDeliveryError(code: DeliveryErrorCode): string {
  return explanations[code];
}
