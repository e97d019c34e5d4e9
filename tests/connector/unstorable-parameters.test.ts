import { smtp } from '../../src/connector-factories/smtp/smtp';
import { DeliveryError } from '../../src/connector-kit/delivery-error';
import { parseConfig } from '../../src/connector-kit/parse-config';

describe('what the database cannot hold', () => {
  const least = { host: 'smtp.example.com', fromEmail: 'codes@example.com' };

  it.each([
    ['ca', { ca: '\0' }],
    ['accessUrl', { accessUrl: 'https://x.example/\ud800' }],
    ['customHeaders.X-Name', { customHeaders: { 'X-Name': 'a\0b' } }],
    ['customHeaders', { customHeaders: { 'X-\ud800': 'a' } }],
  ])('is an issue of the parameter %s', (path, parameters) => {
    const parsed = parseConfig(smtp.schema, { ...least, ...parameters });
    expect(parsed.ok ? [] : parsed.issues).toContainEqual({ path, message: 'Remove the characters that are no text.' });
  });

  it.each([
    ['NUL', 'refused\0 at last', 'refused at last'],
    ['half an emoji at the cut', `${'x'.repeat(499)}😀`, `${'x'.repeat(499)}\ufffd`],
  ])('is left out of what a provider said: %s', (_name, said, kept) => {
    expect(new DeliveryError('UNKNOWN', { retryable: false, providerMessage: said }).providerMessage).toBe(kept);
  });
});
