import { smtp } from '../../src/connector-factories/smtp/smtp';
import { DeliveryError } from '../../src/connector-kit/delivery-error';
import { parseConfig } from '../../src/connector-kit/parse-config';

describe('what the database cannot hold', () => {
  const least = { host: 'smtp.example.com', fromEmail: 'codes@example.com' };

  it.each([
    ['ca', { ca: 'a\ud800' }],
    ['accessUrl', { accessUrl: 'https://x.example/\ud800' }],
    ['customHeaders.X-Name', { customHeaders: { 'X-Name': 'a\0b' } }],
  ])('is an issue of the parameter %s', (path, parameters) => {
    const parsed = parseConfig(smtp.schema, { ...least, ...parameters });
    expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.path)).toEqual([path]);
  });

  it.each([
    ['NUL', 'refused\0 at last', 'refused at last'],
    ['half an emoji at the cut', `${'x'.repeat(499)}😀`, `${'x'.repeat(499)}\ufffd`],
  ])('is left out of what a provider said: %s', (_name, said, kept) => {
    expect(new DeliveryError('UNKNOWN', { retryable: false, providerMessage: said }).providerMessage).toBe(kept);
  });
});
