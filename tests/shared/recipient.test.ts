import { maskRecipient, parseRecipient } from '../../src/shared/recipient';

describe('parseRecipient', () => {
  it('makes an e-mail address canonical, with one key for all its spellings', () => {
    expect(parseRecipient('EMAIL', ' Jane.Doe@EXAMPLE.com ')).toEqual({
      address: 'Jane.Doe@example.com',
      key: 'jane.doe@example.com',
    });
    expect(parseRecipient('EMAIL', '+431234567')).toBeUndefined();
  });

  it.each([
    '+436641234567',
    '+43 664 123 45 67',
    '+43 (664) 123-45-67',
    '+43.664.1234567',
    '＋４３６６４１２３４５６７',
  ])('makes the phone number %j canonical', (input) => {
    expect(parseRecipient('SMS', input)).toEqual({ address: '+436641234567', key: '+436641234567' });
  });

  it.each(['+1234567', '+123456789012345'])('takes the shortest and the longest phone number: %s', (number) => {
    expect(parseRecipient('SMS', number)).toEqual({ address: number, key: number });
  });

  it.each([
    '',
    '+',
    '+123456',
    '+1234567890123456',
    '+0123456789',
    '06641234567',
    '00436641234567',
    '436641234567',
    '++436641234567',
    '+43664+1234567',
    '+43664123456x',
    '+43664/1234567',
    '+436641234567,+436641234568',
    '+436641234567\n',
    '+43664\u0000123456',
    '+٤٣٦٦٤١٢٣٤٥٦٧',
    'jane@example.com',
  ])('refuses the phone number %j', (input) => {
    expect(parseRecipient('SMS', input)).toBeUndefined();
  });
});

it.each([
  ['jane.doe@example.com', 'j***@example.com'],
  ['j@example.com', 'j***@example.com'],
  ['+436641234567', '***67'],
])('maskRecipient(%j) is %j', (address, masked) => {
  expect(maskRecipient(address)).toBe(masked);
});
